import pytest

from contract_kit.scrubbing.names import Tells, tells

TABLE: tuple[tuple[Tells, str], ...] = (
    (
        "authorization",
        """
        Authorization Proxy-Authorization authorization AUTHORIZATION
        """,
    ),
    (
        "cookie",
        """
        Cookie cookies
        """,
    ),
    (
        "set-cookie",
        """
        Set-Cookie set-cookie
        """,
    ),
    (
        "password",
        """
        password passwd pwd pass PIN otp userPassword user_password new-password PASSWORD
        password2 user[password] Password__c password_confirmation db.password cvv
        """,
    ),
    (
        "token",
        """
        token access_token accessToken AccessToken ACCESS_TOKEN refresh_token id_token secret
        client_secret clientSecret api_key apiKey apikey API-Key X-Api-Key private_key
        PRIVATE-TOKEN signature sig X-Sig X-Hub-Signature-256 X-Amz-Signature
        X-Amz-Credential X-Amz-Security-Token AWSAccessKeyId aws_secret_access_key session
        session_id JSESSIONID csrf-token X-CSRF-Token authenticity_token credentials tokens
        secrets jwt user[api_key]
        webhook_secret SAMLResponse Ocp-Apim-Subscription-Key X-Auth-Token sid X-Session
        session_data
        """,
    ),
    (
        "hint",
        """
        key auth_code webhook_key license oauth_code keys signing.salt
        """,
    ),
    (
        "phone",
        """
        phone mobile phone_number mobilePhone phoneNumbers tel fax Phone__c msisdn
        """,
    ),
    (
        "card",
        """
        card card_number creditCard cardNumber pan cc
        """,
    ),
    (
        "cursor",
        """
        cursor after_cursor next_page_token pageToken continuation_token ETag Idempotency-Key
        nextToken
        """,
    ),
    (
        "",
        """
        id name token_type token_id expires_in password_changed_at key_id status author monkey
        keyboard passenger compass session_expires secretary_name sign cards_on page
        X-Request-Id Content-Length telephony signature_url hockey design description
        """,
    ),
)


@pytest.mark.parametrize(
    ("name", "said"), [(name, said) for said, names in TABLE for name in names.split()]
)
def test_a_name_tells_what_its_words_mean(name: str, said: Tells) -> None:
    assert tells(name) == said
