; Windows installer around dist\gongjian-ledger; makensis -DVERSION=0.1.0 installer/gongjian.nsi
Unicode true
!include "MUI2.nsh"

!ifndef VERSION
  !define VERSION "0.1.0"
!endif
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\GongjianLedger"

Name "攻坚台账"
OutFile "..\dist\gongjian-ledger-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\GongjianLedger"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Section
  ; The old program goes first; ledgers lie in the clerk's own folders and are never touched.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "..\dist\gongjian-ledger\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\攻坚台账.lnk" "$INSTDIR\gongjian.exe"
  CreateShortcut "$DESKTOP\攻坚台账.lnk" "$INSTDIR\gongjian.exe"
  WriteRegStr HKCU "${KEY}" "DisplayName" "攻坚台账"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Uninstall"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\gongjian.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\攻坚台账.lnk"
  Delete "$DESKTOP\攻坚台账.lnk"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
