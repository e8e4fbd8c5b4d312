"""The file of `--lti-platform`: its content, and the messages about errors in it."""

import json
from pathlib import Path

import pytest

from reference_server.lti.platform_file import read_platform
from reference_server.lti.platforms import Platform, Platforms, platform_of
from reference_server.server_settings import SetupError

VALID = {
    "issuer": '"https://learn.example.org"',
    "client_id": '"abc"',
    "deployment_ids": '["1", "2"]',
    "authorization_endpoint": '"https://learn.example.org/mod/lti/auth.php"',
    "jwks_uri": '"https://learn.example.org/mod/lti/certs.php"',
}


def write_file(folder: Path, **changes: str | None) -> Path:
    path = folder / "platform.toml"
    fields = {**VALID, **changes}
    path.write_text("\n".join(f"{name} = {value}" for name, value in fields.items() if value is not None))
    return path


def test_a_valid_file_is_read(tmp_path: Path) -> None:
    platform = read_platform(write_file(tmp_path, frame_origins='["https://*.example.com"]'))
    assert (platform.issuer, platform.client_id, platform.deployments) == (
        "https://learn.example.org",
        "abc",
        ("1", "2"),
    )
    assert platform.origins() == {"https://learn.example.org", "https://*.example.com"}
    assert platform.has_deployment("2") and not platform.has_deployment("3")
    assert platform_of(json.loads(json.dumps(platform.values()))) == platform


def test_deployment_ids_any_accepts_every_deployment(tmp_path: Path) -> None:
    assert read_platform(write_file(tmp_path, deployment_ids='"any"')).has_deployment("7")


def test_the_key_set_can_be_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text('{"keys": []}')
    assert read_platform(write_file(tmp_path, jwks_uri=None, key_set_file='"keys.json"')).key_set == {"keys": []}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"issuer": None}, "“issuer” is missing; copy it from the platform's page"),
        ({"client_id": "7"}, "“client_id” must be a string in quotes"),
        ({"deployment_ids": None}, "“deployment_ids” must be a list of strings"),
        ({"deployment_ids": "[]"}, "“deployment_ids” must be a list of strings"),
        ({"deployment_ids": "[1]"}, "“deployment_ids” must be a list of strings"),
        ({"authorization_endpoint": '"learn.example.org"'}, "“authorization_endpoint” must be an address"),
        ({"jwks_uri": None}, "give either “jwks_uri” or “key_set_file”"),
        ({"key_set_file": '"keys.json"'}, "give either “jwks_uri” or “key_set_file”"),
        ({"jwks_uri": None, "key_set_file": '"missing.json"'}, "The key set .+ cannot be read: No such file"),
        ({"jwks_uri": None, "key_set_file": '"platform.toml"'}, "The key set .+ is not JSON"),
        ({"frame_origins": '["*"]'}, "“frame_origins” must be a list of origins"),
        ({"frame_origins": '["https://a.example; script-src *"]'}, "“frame_origins” must be a list of origins"),
        ({"deployment_id": '"1"'}, "unknown field “deployment_id”; the fields are issuer, "),
        ({"issuer": '"'}, "is not TOML"),
    ],
)
def test_an_error_names_the_file_and_the_problem(tmp_path: Path, changes: dict[str, str | None], message: str) -> None:
    with pytest.raises(SetupError, match=f"platform.toml.*{message}|{message}"):
        read_platform(write_file(tmp_path, **changes))


def test_the_error_about_a_missing_platform_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"The platform file \S+ cannot be read: No such file"):
        read_platform(tmp_path / "missing.toml")


def test_a_platform_is_found_without_client_id_only_if_its_issuer_has_one_client() -> None:
    platforms = Platforms(
        Platform("https://canvas.instructure.com", client, None, "https://sso.canvaslms.com/auth") for client in "ab"
    )
    assert platforms.find("https://canvas.instructure.com") is None
    found = platforms.find("https://canvas.instructure.com", "b")
    assert found is not None and found.client_id == "b"
    assert platforms.find("https://other.example", "b") is None
