"""Signing in through an OpenID Connect issuer in a real browser, and what people read when it fails."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Browser, Page, expect

from projects.models import User
from tests.browsing import Browsing
from tests.cast import make_user
from tests.issuer import CLIENT, PERSON, SECRET, Issuer
from tests.processes import WebProcess

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FAILED = "The other side did not say who you are"


@pytest.fixture(scope="module")
def page_of_the_issuer() -> Iterator[Issuer]:
    """The origin that has the issuer's page to sign in."""
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture(scope="module")
def shared_issuer(page_of_the_issuer: Issuer) -> Iterator[Issuer]:
    issuer = Issuer(signs_in_at=page_of_the_issuer)
    yield issuer
    issuer.close()


@pytest.fixture
def issuer(shared_issuer: Issuer) -> Iterator[Issuer]:
    yield shared_issuer
    shared_issuer.trouble = ""


def site_with(issuer: Issuer, name: str, **more: str) -> WebProcess:
    return WebProcess(
        name=name,
        environment={
            "OIDC_SERVER_URL": issuer.url,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
            "NO_PROXY": "127.0.0.1",
            **more,
        },
    )


@pytest.fixture(scope="module")
def shared_site(shared_issuer: Issuer, page_of_the_issuer: Issuer, django_db_setup: None) -> Iterator[WebProcess]:
    """The site with single sign-on, which knows both origins."""
    web = site_with(shared_issuer, "web-sso", OIDC_ORIGINS=page_of_the_issuer.url)
    yield web
    web.stop()


@pytest.fixture
def site(shared_site: WebProcess, chromium: Browser, transactional_db: None) -> Iterator[Browsing]:
    shared_site.start()
    opened = Browsing(chromium, shared_site.url)
    opened.expect_fault(r"request to another site: http://127\.0\.0\.1:\d+/authorize")
    yield opened
    opened.close()
    assert opened.unexpected() == []


def mira(connected: bool = True) -> User:
    user = make_user("mira")
    if connected:
        SocialAccount.objects.create(user=user, provider="sso", uid=PERSON["sub"], extra_data={})
    return user


def go_to_the_issuer(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Single sign-on").click()
    page.get_by_role("button", name="Go on").click()


def expect_failure(page: Page) -> None:
    expect(page.get_by_role("heading", name="Single sign-on failed")).to_be_visible()
    expect(page.locator("main")).to_contain_text(FAILED)
    page.get_by_role("link", name="Back to signing in").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_somebody_signs_in_through_the_issuer_and_arrives_at_home(
    site: Browsing, issuer: Issuer, page_of_the_issuer: Issuer
) -> None:
    mira()
    page = site.open()
    go_to_the_issuer(page)
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    assert page.url.startswith(page_of_the_issuer.url)
    page.get_by_role("button", name="I am Mira").click()
    page.wait_for_url(f"{site.base_url}/")
    page.goto("/account")
    expect(page.locator("main")).to_contain_text("mira")
    assert {"/.well-known/openid-configuration", "/token", "/userinfo"} <= set(issuer.asked)


def test_somebody_connects_their_account_and_signs_in_with_it(site: Browsing, issuer: Issuer) -> None:
    page = site.open("/account", user=mira(connected=False))
    page.get_by_role("link", name="Single sign-on").click()
    page.locator("main .button").filter(has_text="Single sign-on").click()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="I am Mira").click()
    expect(page.get_by_role("heading", name="Connect")).to_be_visible()
    assert SocialAccount.objects.get().uid == PERSON["sub"]

    later = site.open()
    go_to_the_issuer(later)
    later.get_by_role("button", name="I am Mira").click()
    later.wait_for_url(f"{site.base_url}/")


def test_whoever_has_no_account_here_is_told_how_accounts_come_to_be(site: Browsing, issuer: Issuer) -> None:
    page = site.open()
    go_to_the_issuer(page)
    page.get_by_role("button", name="I am Mira").click()
    expect(page.get_by_role("heading", name="Accounts are made by invitation")).to_be_visible()
    assert not User.objects.exists()


def test_whoever_says_no_at_the_issuer_is_led_back_to_signing_in(site: Browsing, issuer: Issuer) -> None:
    mira()
    page = site.open()
    go_to_the_issuer(page)
    page.get_by_role("button", name="I will not say").click()
    expect(page.locator("main")).to_contain_text("You left single sign-on before it was done.")
    page.get_by_role("link", name="Back to signing in").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("trouble", ["down", "nonsense"])
def test_an_issuer_that_cannot_be_asked_is_a_page_with_a_sentence(site: Browsing, issuer: Issuer, trouble: str) -> None:
    issuer.trouble = trouble
    page = site.open()
    site.expect_fault("401")
    go_to_the_issuer(page)
    expect_failure(page)


@pytest.mark.parametrize("trouble", ["down", "nonsense", "no token"])
def test_an_issuer_that_fails_on_the_way_back_is_a_page_with_a_sentence(
    site: Browsing, issuer: Issuer, trouble: str
) -> None:
    mira()
    page = site.open()
    site.expect_fault("401")
    go_to_the_issuer(page)
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    issuer.trouble = trouble
    page.get_by_role("button", name="I am Mira").click()
    expect_failure(page)


def test_an_answer_that_nobody_asked_for_signs_nobody_in(site: Browsing, issuer: Issuer) -> None:
    mira()
    site.expect_fault("401")
    page = site.open("/accounts/oidc/sso/login/callback/?" + urlencode({"code": "guessed", "state": "guessed"}))
    expect_failure(page)


def test_an_issuer_that_is_gone_is_a_page_with_a_sentence_and_a_line_in_the_log(
    chromium: Browser, transactional_db: None
) -> None:
    gone = Issuer()
    web = site_with(gone, "web-sso-gone")
    gone.close()
    opened = Browsing(chromium, web.url)
    try:
        web.start()
        opened.expect_fault("401")
        page = opened.open()
        go_to_the_issuer(page)
        expect_failure(page)
    finally:
        opened.close()
        web.stop()
    assert opened.unexpected() == []
    assert "single sign-on failed" in web.log.read_text()
