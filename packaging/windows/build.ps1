# Builds the Windows installer. Needs Python 3.11 or newer, uv and NSIS. Untested: nobody has run this on Windows yet.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
$env:UV_PROJECT_ENVIRONMENT = "build\environment"
uv sync --frozen --no-default-groups --group package
& build\environment\Scripts\pyinstaller --noconfirm --distpath build\dist --workpath build\work packaging\bundle\leadqual.spec
& build\environment\Scripts\python packaging\licences.py build\dist\leadqual-gui\licences
$version = (& build\environment\Scripts\leadqual-gui --version).Split(" ")[1]
New-Item -ItemType Directory -Force dist | Out-Null
makensis "-DVERSION=$version" packaging\windows\leadqual.nsi
