"""The rows of everything else: the site, the demo, signing in and the admin."""

from tests.contracts.matrix import NO_URL, Row, Section, read, send

WITHOUT_FACTOR = "fatima:{0} eric:{0} nicole:{0} sol:{0} ina:{0}"
"""Members who have not set up a second factor."""
VISITORS_ONLY = "visitor:200 *:302"
MEMBERS_ONLY = "visitor:login *:200"


def _account(name: str, path: str, what: str, get: str, post: str | None = None) -> Row:
    """A page of django-allauth. Its class-based views answer other methods in their own way."""
    return Row(name, f"/accounts/{path}", what, get, post or get, other="")


def _health(path: str, what: str) -> Row:
    """Answered before any URL is looked up, and only to GET and HEAD; for the rest there is nothing."""
    return Row(NO_URL, path, what, "*:200", "*:404", other="*:404")


SITE = Section(
    "The site",
    "Help and the way out need no account, and the way out needs no token either.",
    (
        read("moderation:help_now", "/help-now/", "helplines", "*:200"),
        send("leave", "/leave/", "quick exit: sign out and go to another site", "*:302"),
        send("set_language", "/language/", "choose a language", "*:302", {"language": "en"}),
        _health("/healthz", "is the process alive"),
        _health("/readyz", "can it work"),
        read("robots", "/robots.txt", "for search engines", "*:200"),
        read("security_txt", "/.well-known/security.txt", "whom to tell about a hole", "*:200"),
    ),
)

DEMO = Section(
    "The demo",
    "Outside the demo these addresses are 404 for everybody.",
    (
        read("demo:people", "/demo/", "who one can be", "*:200"),
        send("demo:sign-in", "/demo/sign-in/", "be noor, who is of the demo", "*:302", {"handle": "noor"}),
        send("demo:sign-in", "/demo/sign-in/", "be fatima, who is not", "*:404", {"handle": "fatima"}),
        read("demo:mail", "/demo/mail/", "all mail", "*:200"),
    ),
)

SIGNING_IN = Section(
    "Signing in (django-allauth)",
    "Pages for signing in send whoever is signed in away; pages about one's account ask a visitor to sign "
    "in. Whoever has a second factor proves it again before changing anything about it.",
    (
        _account("account_login", "login/", "sign in", VISITORS_ONLY),
        _account("account_signup", "signup/", "sign up", VISITORS_ONLY),
        _account("account_signup_by_passkey", "signup/passkey/", "sign up with a passkey", VISITORS_ONLY),
        _account("account_request_login_code", "login/code/", "ask for a code", VISITORS_ONLY),
        _account("account_confirm_login_code", "login/code/confirm/", "fill in the code", "*:302"),
        _account("account_logout", "logout/", "sign out", "visitor:302 *:200", "*:302"),
        _account("account_inactive", "inactive/", "your account is closed", "*:200", "*:405"),
        _account("account_email_verification_sent", "confirm-email/", "confirm an address", "*:302"),
        _account("account_reset_password", "password/reset/", "password forgotten", "*:200"),
        _account("account_confirm_password_reset_code", "password/reset/confirm/", "its code", "*:302"),
        _account("account_complete_password_reset", "password/reset/complete/", "choose a new one", "*:302"),
        _account("account_password_reset_completed", "password/reset/done/", "done", "*:200", "*:405"),
        _account("mfa_authenticate", "2fa/authenticate/", "the second step of signing in", "*:302"),
        _account("mfa_login_webauthn", "2fa/webauthn/login/", "sign in with a passkey", "*:302"),
        _account("mfa_signup_webauthn", "2fa/webauthn/signup/", "make the passkey of a new account", "*:302"),
    ),
)

ACCOUNT = Section(
    "One's account (django-allauth)",
    "Each member sees and changes their own account only.",
    (
        _account("account_email", "email/", "my address", MEMBERS_ONLY, "visitor:login *:302"),
        _account("account_change_password", "password/change/", "my password", "visitor:login *:302"),
        _account("account_set_password", "password/set/", "my first password", MEMBERS_ONLY),
        _account(
            "account_reauthenticate",
            "reauthenticate/",
            "prove again who I am",
            f"visitor:login {WITHOUT_FACTOR.format(403)} *:302",
        ),
        _account("usersessions_list", "sessions/", "my devices", MEMBERS_ONLY, "visitor:login *:302"),
        _account("mfa_index", "2fa/", "my second factor", MEMBERS_ONLY, "visitor:login *:405"),
        _account(
            "mfa_reauthenticate",
            "2fa/reauthenticate/",
            "prove it again",
            f"visitor:login {WITHOUT_FACTOR.format(403)} *:200",
        ),
        _account(
            "mfa_reauthenticate_webauthn",
            "2fa/webauthn/reauthenticate/",
            "the same with a passkey",
            f"visitor:login {WITHOUT_FACTOR.format(403)} *:302",
        ),
        *(
            _account(name, f"2fa/{path}", what, f"visitor:login {WITHOUT_FACTOR.format(200)} *:302")
            for name, path, what in (
                ("mfa_activate_totp", "totp/activate/", "start with codes from an app"),
                ("mfa_generate_recovery_codes", "recovery-codes/generate/", "make new recovery codes"),
                ("mfa_add_webauthn", "webauthn/add/", "add a passkey"),
            )
        ),
        *(
            _account(name, f"2fa/{path}", what, f"visitor:login {WITHOUT_FACTOR.format(404)} *:302")
            for name, path, what in (
                ("mfa_deactivate_totp", "totp/deactivate/", "stop with codes from an app"),
                (
                    "mfa_remove_webauthn",
                    "webauthn/keys/{missing}/remove/",
                    "remove a passkey that is not mine",
                ),
                ("mfa_edit_webauthn", "webauthn/keys/{missing}/edit/", "rename a passkey that is not mine"),
            )
        ),
        _account("mfa_list_webauthn", "2fa/webauthn/", "my passkeys", MEMBERS_ONLY, "visitor:login *:405"),
        _account(
            "mfa_view_recovery_codes",
            "2fa/recovery-codes/",
            "my recovery codes; nobody here has any",
            "visitor:login *:404",
            "visitor:login *:405",
        ),
        _account(
            "mfa_download_recovery_codes", "2fa/recovery-codes/download/", "the same", "visitor:login *:404"
        ),
    ),
)

ELSEWHERE = Section(
    "Signing in with another service (django-allauth)",
    "Without a service in the settings none of this leads anywhere.",
    (
        _account("socialaccount_login_cancelled", "3rdparty/login/cancelled/", "I stopped", "*:200", "*:405"),
        _account(
            "socialaccount_login_error",
            "3rdparty/login/error/",
            "it went wrong",
            "visitor:login *:401",
            "visitor:login *:405",
        ),
        _account("socialaccount_signup", "3rdparty/signup/", "choose a name", "*:302"),
        _account("socialaccount_connections", "3rdparty/", "my services", MEMBERS_ONLY),
        *(
            _account("-", f"social/{path}", "an old address", "visitor:login *:301")
            for path in ("login/cancelled/", "login/error/", "signup/", "connections/")
        ),
        _account("openid_connect_login", "oidc/oidc/login/", "to the service", "*:404"),
        _account("openid_connect_callback", "oidc/oidc/login/callback/", "back from it", "*:404"),
    ),
)

ADMIN = Section(
    "The admin",
    "For administrators with a second factor. Everybody else is sent to its door: a visitor signs in "
    "first, whoever has the role but no second factor sets one up, and for all others there is nothing "
    "here.",
    (
        Row("admin:index", "/admin/", "the admin", "ada:200 *:302", "ada:200 *:302", other=""),
        Row(
            "admin:login",
            "/admin/login/",
            "its door",
            "visitor:login ina:302 *:404",
            "visitor:login ina:302 *:404",
            other="",
        ),
        Row(
            "admin:accounts_rolegrant_changelist",
            "/admin/accounts/rolegrant/",
            "who has which role",
            "visitor:login ada:200 *:302",
            "visitor:login ada:200 *:302",
            other="",
        ),
        Row(
            "admin:accounts_rolegrant_add",
            "/admin/accounts/rolegrant/add/",
            "give a role",
            "visitor:login ada:200 *:302",
            "visitor:login ada:200 *:302",
            other="",
        ),
        Row(
            "admin:accounts_member_changelist",
            "/admin/accounts/member/",
            "members, addresses masked",
            "visitor:login ada:200 *:302",
            "visitor:login ada:200 *:302",
            other="",
        ),
        Row(
            "admin:accounts_member_add",
            "/admin/accounts/member/add/",
            "nobody adds members",
            "visitor:login ada:403 *:302",
            "visitor:login ada:403 *:302",
            other="",
        ),
    ),
)
