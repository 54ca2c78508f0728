# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the Flatpak manifest and checks what can be checked without building: names, commands, permissions, sources, hashes."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

import yaml

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
KNOWN = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules"}
KNOWN_OF_MODULE = {"name", "buildsystem", "config-opts", "build-commands", "sources", "cleanup"}
KNOWN_OF_SOURCE = {"archive": {"type", "url", "sha256"},
                   "file": {"type", "url", "sha256", "only-arches", "dest-filename"},
                   "dir": {"type", "path", "skip"}}
PERMISSION = re.compile(r"--(socket=(wayland|fallback-x11)|share=(ipc|network)|filesystem=(home|/media|/mnt))$")

problems = []


def expect(condition, sentence):
    if not condition:
        problems.append(sentence)


def check_source(module, source):
    kind = source.get("type")
    expect(kind in KNOWN_OF_SOURCE, f"{module}: a source has the type {kind}")
    unknown = set(source) - KNOWN_OF_SOURCE.get(kind, set())
    expect(not unknown, f"{module}: a source has the unknown keys {unknown}")
    if kind == "dir":
        expect((FOLDER / source["path"]).resolve() == ROOT, f"{module}: {source['path']} is not the top folder of the project")
        return
    expect(re.fullmatch(r"https://[^ ]+\.(tar\.(gz|xz)|whl)", source.get("url", "")), f"{module}: {source.get('url')} is no address of a source")
    expect(re.fullmatch(r"[0-9a-f]{64}", source.get("sha256", "")), f"{module}: {source.get('url')} has no SHA-256")


def check_module(module, options):
    name = module.get("name")
    expect(not set(module) - KNOWN_OF_MODULE, f"{name}: unknown keys {set(module) - KNOWN_OF_MODULE}")
    expect(module.get("buildsystem") in ("cmake-ninja", "simple"), f"{name}: unknown buildsystem")
    expect((module.get("buildsystem") == "simple") == ("build-commands" in module), f"{name}: build-commands belong to the buildsystem simple")
    expect(module.get("sources"), f"{name}: no sources")
    for source in module.get("sources", []):
        check_source(name, source)
    for option in module.get("config-opts", []):
        match = re.fullmatch(r"-D([A-Za-z0-9_]+)=\S+", option)
        expect(match, f"{name}: {option} is no setting of CMake")
        if name == "vitrine" and match:
            expect(match[1] == "CMAKE_BUILD_TYPE" or match[1] in options, f"{name}: there is no setting {match[1]}")


def main():
    manifest = yaml.safe_load((FOLDER / "org.vitrine.Vitrine.yml").read_text(encoding="utf-8"))
    expect(set(manifest) == KNOWN, f"keys that are missing or unknown: {set(manifest) ^ KNOWN}")
    metainfo = ElementTree.parse(ROOT / "packaging/org.vitrine.Vitrine.metainfo.xml")
    expect(manifest["id"] == metainfo.findtext("id"), "the id is not that of the metadata")
    expect(manifest["command"] in [binary.text for binary in metainfo.iter("binary")], "the command is no program of the metadata")
    expect((ROOT / f"packaging/{manifest['id']}.desktop").is_file(), "there is no desktop entry of this id")
    for permission in manifest["finish-args"]:
        expect(PERMISSION.match(permission), f"the permission {permission} is not one that Vitrine needs")
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "CMakeLists.txt", ROOT / "packaging/cmake/FindArrowCpp.cmake")]
    options = set(re.findall(r"(?:option\(|\$\{)(\w+)", "\n".join(texts)))
    names = [module.get("name") for module in manifest["modules"]]
    expect(len(set(names)) == len(names), "two modules have one name")
    expect(names[-1] == "vitrine", "the last module is not vitrine")
    for module in manifest["modules"]:
        check_module(module, options)

    pin = (ROOT / "packaging/arrow.txt").read_text(encoding="utf-8")
    version = re.search(r"^pyarrow==(\S+)", pin, re.MULTILINE)[1]
    for source in next(module for module in manifest["modules"] if module["name"] == "arrow")["sources"]:
        expect(f"pyarrow-{version}-" in source["url"], f"{source['url']} is not the version {version} of packaging/arrow.txt")
        expect(f"sha256:{source['sha256']}" in pin, f"{source['url']} has a hash that packaging/arrow.txt does not name")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


sys.exit(main())
