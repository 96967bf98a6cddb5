/** Everything that every page has: theme, keys, palette, lists, forms, toasts, times, and htmx. */
import "../styles/main.css";
import { startBlocks } from "./blocks";
import { startComments } from "./comments";
import { startCopy } from "./copy";
import { startDialogs } from "./dialogs";
import { startForms } from "./forms";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startPalette } from "./palette";
import { startRequests } from "./requests";
import { startRows } from "./rows";
import { startTheme } from "./theme";
import { startTimes } from "./times";
import { startToasts } from "./toasts";

startTheme();
startRequests();
startToasts();
startLive();
startTimes();
startDialogs();
startPalette();
startRows();
startKeys();
startForms();
startCopy();
startComments();
startBlocks();
