; Installs the folder build for the present user, without administrator's rights. Compile from the project's root:
;   makensis -DVERSION=0.1.0 packaging/windows/leadqual.nsi
; Untested: it compiles, but nobody has run the installer on Windows yet.
Unicode true
!include MUI2.nsh
!ifndef VERSION
  !error "Say which version: makensis -DVERSION=..."
!endif
!ifndef FOLDER
  !define FOLDER "..\..\build\dist\leadqual-gui"
!endif
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\LeadQual"

Name "LeadQual"
OutFile "..\..\dist\LeadQual-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\LeadQual"
InstallDirRegKey HKCU "Software\LeadQual" "Folder"
RequestExecutionLevel user
SetCompressor /SOLID lzma

!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Section
  SetOutPath "$INSTDIR"
  RMDir /r "$INSTDIR\_internal" ; what an older version left
  File /r "${FOLDER}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\LeadQual.lnk" "$INSTDIR\leadqual-gui.exe"
  WriteRegStr HKCU "Software\LeadQual" "Folder" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "LeadQual"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  ; the leads stay: they lie in the user's own folder, not here
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\leadqual-gui.exe"
  Delete "$INSTDIR\leadqual.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\LeadQual.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\LeadQual"
SectionEnd
