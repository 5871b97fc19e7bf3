@echo off
rem Finds a Python, sets up once where that is needed, and runs build.py. With words after its name
rem it is the plain command, for schedules and scripts, and never waits for a key. Without words, or
rem with dropped files, build.py asks what to do and the window waits to be read.
rem
rem All is kept within what cmd of Windows 10 and 11 and that of Wine do alike. Delayed expansion is
rem on for one line only, since names may hold exclamation marks; nothing typed or dropped is ever
rem expanded inside brackets. What Python left is compared with 0: "if errorlevel 1" takes the
rem negative code of a Python that lacks a DLL for success.
setlocal EnableExtensions DisableDelayedExpansion
rem The sentences below are UTF-8; the console it was called from gets its own code page back.
set "CODEPAGE="
for /f "tokens=2 delims=:." %%c in ('chcp') do set "CODEPAGE=%%c"
chcp 65001 >nul
set "PYTHONUTF8=1"
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
set "XEPLOAI_COMMAND=build.bat"
set "XEPLOAI_BAT=%~f0"
set "XEPLOAI_FROM=%CD%"
set "RESULT=2"

rem Explorer gives whole paths, and a command holds no backslash.
set "WORD=%~1"
set "ASKING="
set "DROPPED="
if not defined WORD set "ASKING=menu"
if defined WORD if not "%WORD:\=%"=="%WORD%" set "DROPPED=1"
if defined DROPPED set "ASKING=menu"

rem A folder of a server gets a drive letter until popd.
pushd "%~dp0"
if errorlevel 1 (
    echo Không mở được thư mục của build.bat.
    echo Cách làm: xem mạng và quyền đọc thư mục, hoặc chép cả thư mục về ổ đĩa của máy này, rồi chạy lại.
    goto end
)
if not exist build.py (
    echo Không thấy tệp build.py cạnh build.bat.
    echo Cách làm: nếu đang mở trong tệp .zip thì giải nén toàn bộ ra một thư mục, rồi chạy build.bat ở đó.
    goto end
)

set "SAME=import sys; a, b = sys.argv[1:]; sys.exit(open(a, 'rb').read() != open(b, 'rb').read())"
if exist python goto portable

set "PYTHON=.venv\Scripts\python.exe"
rem The copy of the lock file tells what is installed; a new release brings another lock file.
"%PYTHON%" -c "%SAME%" requirements.lock .venv\installed.lock >nul 2>nul
if %errorlevel%==0 goto run

set "FOUND="
set "UNFIT="
if exist "%PYTHON%" call :offer "%PYTHON%"
for %%v in (3.13 3.14 3.12 3.11) do call :offer_version %%v
rem By its path, and never the names in WindowsApps that only open the Store.
set "FOLDERS=%PATH:"=%"
for %%d in ("%FOLDERS:;=" "%") do call :offer_folder %%d
if not defined FOUND goto no_python
%FOUND% -X utf8 -m xeploai.system.environment
if not %errorlevel%==0 goto end
goto run

:portable
set "PYTHON=python\python.exe"
"%PYTHON%" -c "" >nul 2>nul
if not %errorlevel%==0 (
    echo Không chạy được tệp python\python.exe của chương trình.
    echo Có thể giải nén chưa đủ, hoặc phần mềm diệt vi-rút hay quy định của cơ quan đã chặn tệp này.
    echo Cách làm: giải nén lại toàn bộ tệp .zip vào đúng thư mục này rồi chạy lại build.bat; vẫn vậy thì báo người phụ trách máy.
    goto end
)
rem A newer package unpacked over an older one brings another list of files.
"%PYTHON%" -X utf8 -c "%SAME%" program\files.txt program\checked.txt >nul 2>nul
if %errorlevel%==0 goto run
if not exist program\unpacked.py (
    echo Thiếu tệp trong thư mục program.
    echo Cách làm: giải nén lại toàn bộ tệp .zip vào đúng thư mục này rồi chạy lại build.bat.
    goto end
)
"%PYTHON%" -X utf8 program\unpacked.py
if not %errorlevel%==0 goto end

:run
setlocal EnableDelayedExpansion
set "XEPLOAI_LINE=!cmdcmdline!"
setlocal DisableDelayedExpansion
"%PYTHON%" -X utf8 build.py %ASKING% %*
set "RESULT=%errorlevel%"
rem So much more means: nobody waits before a window of its own. The menu alone says so.
if not defined ASKING if not "%WORD%"=="menu" goto end
if %RESULT% lss 100 goto end
set "ASKING="
set /a RESULT-=100
goto end

:no_python
if not defined UNFIT echo Máy này chưa có Python, cần bản 64-bit từ 3.11 đến 3.14.
if defined UNFIT echo Máy này có Python nhưng không dùng được:
if defined UNFIT %UNFIT% -X utf8 -m xeploai.system.environment fits 2>nul
echo Cách làm: dùng bản đóng gói sẵn (tệp xeploai-...-windows.zip), giải nén là chạy, không phải cài gì;
echo hoặc cài Python 3.13 64-bit từ www.python.org rồi chạy lại build.bat.
goto end

:offer_version
rem Each version by the launcher, then where it is installed to, then from the Store.
call :offer py -%1
set "DIGITS=%1"
set "DIGITS=%DIGITS:.=%"
call :offer_folder "%LOCALAPPDATA%\Programs\Python\Python%DIGITS%"
call :offer_folder "%ProgramFiles%\Python%DIGITS%"
for /d %%d in ("%LOCALAPPDATA%\Microsoft\WindowsApps\PythonSoftwareFoundation.Python.%1_*") do call :offer "%%~d\python.exe"
exit /b

:offer_folder
if defined FOUND exit /b
set "FOLDER=%~1"
if not defined FOLDER exit /b
if not "%FOLDER:\WindowsApps=%"=="%FOLDER%" exit /b
if exist "%FOLDER%\python.exe" call :offer "%FOLDER%\python.exe"
if exist "%FOLDER%\python3.exe" call :offer "%FOLDER%\python3.exe"
exit /b

:offer
rem The first that fits is taken.
if defined FOUND exit /b
%* -c "" >nul 2>nul
if not %errorlevel%==0 exit /b
%* -X utf8 -m xeploai.system.environment fits >nul 2>nul
if %errorlevel%==0 (set FOUND=%*) else (set UNFIT=%*)
exit /b

:end
popd
if not defined ASKING goto leave
rem A task that runs while nobody is logged on has a console that nobody sees, and no key comes: it
rem runs as the machine itself, whose name ends so, or its rights name the group BATCH.
if "%USERNAME:~-1%"=="$" goto leave
whoami /groups /fo csv 2>nul | find """S-1-5-3""" >nul
if not errorlevel 1 goto leave
echo.
echo Bấm phím bất kỳ để đóng cửa sổ này.
pause >nul
if not defined DROPPED goto leave
rem Ends cmd itself, which would go on with what it takes for a command: the rest of a dropped name
rem that holds an ampersand.
chcp %CODEPAGE% >nul 2>nul
exit %RESULT%

:leave
chcp %CODEPAGE% >nul 2>nul
rem As the last command, so that a caller sees the code however it looks for it.
"%ComSpec%" /d /c exit %RESULT%
