"""The sentences that say why a mark stands where it stands, or stands nowhere."""

from annotator.anchoring.model import Reason
from sources.refusals import gettext_noop

EXACT = Reason(gettext_noop("The same words stand in the same place."))
SHIFTED = Reason(gettext_noop("The same words stand here; text before them changed."))
SET_ANEW = Reason(gettext_noop("The same words stand here; only white space or hyphens at line ends differ."))
COPIED = Reason(gettext_noop("The passage was copied here as it was."))
COPIED_IN_PARTS = Reason(gettext_noop("The passage was copied in parts, and nothing but white space was left out."))
COPIED_WITHOUT = Reason(gettext_noop("The passage was copied, but some of its words were left out."))
NOT_COPIED = Reason(gettext_noop("The passage was left out of the new text."))
EDITED = Reason(gettext_noop("Words inside the passage changed."))
SURROUNDED = Reason(gettext_noop("The words are the same, but the text on both sides of them was rewritten."))
REPEATED_NEARBY = Reason(
    gettext_noop("The words stand several times in a part that was rewritten; this is the likeliest place.")
)
LOOSE = Reason(
    gettext_noop("Words were repeated or taken out just here, and it cannot be said which of them remained.")
)
TWIN_ADDED = Reason(gettext_noop("The same words were added in another place whose surroundings fit as well."))
DOUBLED = Reason(
    gettext_noop("The passage was doubled nearby, and it cannot be said which copy is the one that stood here.")
)
TWIN_REMOVED = Reason(gettext_noop("The same words were removed in another place, and these could be those."))
MOVED = Reason(gettext_noop("The passage was taken out where it stood; the same words now stand here."))
SEVERAL = Reason(gettext_noop("The passage was taken out where it stood; the same words stand in several places."))
ELSEWHERE = Reason(
    gettext_noop("The passage was taken out. The same words stand elsewhere, but stood there before as well.")
)
OTHER_SURROUNDINGS = Reason(
    gettext_noop("The passage was taken out. The same words were added elsewhere, in other surroundings.")
)
REMOVED = Reason(gettext_noop("The passage was taken out of the text."))
REPLACED = Reason(gettext_noop("The passage was replaced by other words."))
SHORT = Reason(gettext_noop("The passage was taken out, and is too short to be looked for elsewhere."))
LOST_IN_PART = Reason(gettext_noop("A part of the mark is gone: %(reason)s"))
COLLIDED = Reason(gettext_noop("Parts of the mark would lie over one another in the new text."))
