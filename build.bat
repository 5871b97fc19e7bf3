@echo off
rem By double click: sets up once, asks what to do, does it and opens what it made.
rem The words for the clerk are UTF-8, hence the code page. Paths are relative to this folder, whose
rem own path may hold blanks, brackets and Vietnamese letters.
chcp 65001 >nul
setlocal
set "PYTHONUTF8=1"
set "RESULT=1"
set "VENV_PYTHON=.venv\Scripts\python.exe"
pushd "%~dp0"

if not exist build.py (
    echo Không thấy tệp build.py cạnh build.bat.
    echo Cách làm: nếu đang mở trong tệp .zip thì giải nén toàn bộ ra một thư mục, rồi chạy build.bat ở đó.
    goto end
)

rem A .venv that came along from another PC, or broke off half made, is made anew.
"%VENV_PYTHON%" -c "import pip" >nul 2>nul
if not errorlevel 1 goto install
if exist .venv rmdir /s /q .venv

set "PYTHON="
set "FITS=import sys; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2**32)"
python -c "%FITS%" >nul 2>nul
if not errorlevel 1 set "PYTHON=python"
py -3 -c "%FITS%" >nul 2>nul
if not errorlevel 1 set "PYTHON=py -3"
if not defined PYTHON (
    echo Máy này chưa có Python 64-bit, bản 3.11 trở lên.
    echo Cách làm: cài Python từ www.python.org, khi cài đánh dấu ô "Add python.exe to PATH", rồi chạy lại build.bat.
    goto end
)

echo Đang chuẩn bị lần đầu, mất vài phút, xin chờ...
%PYTHON% -m venv .venv
if errorlevel 1 (
    echo Không tạo được thư mục .venv.
    echo Cách làm: chuyển cả thư mục này đến nơi được phép ghi, đường dẫn ngắn, ví dụ ổ D, rồi chạy lại build.bat.
    goto end
)

:install
rem The copy of the lock file tells what is installed; a new release brings another lock file.
fc /b requirements.lock .venv\installed.lock >nul 2>nul
if not errorlevel 1 goto build
set "SOURCE="
if exist wheels\*.whl set "SOURCE=--no-index --find-links wheels"
echo Đang cài các thư viện cần dùng, xin chờ...
"%VENV_PYTHON%" -m pip install --quiet --no-input --disable-pip-version-check %SOURCE% --require-hashes -r requirements.lock
if errorlevel 1 goto not_installed
copy /y requirements.lock .venv\installed.lock >nul

:build
rem With words after its name it is the plain command; by double click it asks what to do.
set "COMMAND=%*"
set "OPEN="
set "CHECKED="
rem Workbooks dropped onto this file are checked by themselves.
if /i "%~x1"==".xlsx" (
    set "CHECKED=1"
    set "OPEN=output\returns"
)
if defined CHECKED set "COMMAND=check %*"
if not "%~1"=="" goto run
if not exist input\danh-muc.xlsx (
    set "COMMAND=new"
    set "OPEN=input\danh-muc.xlsx"
    goto run
)
echo Việc cần làm:
echo   1. Dựng trang từ các biểu trong thư mục input
echo   2. Lập biểu mẫu để gửi cho từng đơn vị
echo   3. Xem một mùa đánh giá mẫu
echo   4. Chốt số liệu: giữ lại một bản có tên để sau so sánh
echo   5. Lập báo cáo: Word, Excel và ảnh biểu đồ
set "CHOICE=1"
set /p "CHOICE=Gõ 1, 2, 3, 4 hoặc 5 rồi bấm Enter (chỉ bấm Enter là việc 1): "
set "COMMAND=build"
set "OPEN=output\site\index.html"
if "%CHOICE%"=="2" (
    set "COMMAND=forms"
    set "OPEN=output\forms"
)
if "%CHOICE%"=="3" (
    set "COMMAND=demo"
    set "OPEN=output\demo\vinh-tuong-2021\site\index.html"
)
if "%CHOICE%"=="5" (
    set "COMMAND=report"
    set "OPEN=output\report"
)
if not "%CHOICE%"=="4" goto run
set "NAME="
set /p "NAME=Tên bản chốt, ví dụ Báo cáo lần 1: "
set COMMAND=freeze --name "%NAME%"
set "OPEN=input\chot-so-lieu"

:run
"%VENV_PYTHON%" build.py %COMMAND%
set "RESULT=%errorlevel%"
echo.
if defined CHECKED if "%RESULT%"=="0" goto end
if defined CHECKED if "%RESULT%"=="1" (
    echo Còn lỗi phải sửa, đang mở thư mục các bản đã đánh dấu: %OPEN%
    start "" "%OPEN%"
    goto end
)
if not "%RESULT%"=="0" (
    echo Chưa xong. Cách làm: đọc câu báo ở trên, sửa theo đó, rồi chạy lại build.bat.
    goto end
)
if defined OPEN (
    echo Đã xong, đang mở: %OPEN%
    start "" "%OPEN%"
)
goto end

:not_installed
echo Chưa cài được các thư viện cần dùng.
if defined SOURCE (
    echo Cách làm: thư mục wheels không hợp với bản Python trên máy này, hãy xin lại thư mục wheels cùng đợt với chương trình.
) else (
    echo Cách làm: kiểm tra kết nối mạng rồi chạy lại build.bat. Máy không có mạng thì xin thư mục wheels, đặt cạnh build.bat.
)

:end
popd
echo.
echo Nhấn phím bất kỳ để đóng cửa sổ này.
pause >nul
exit /b %RESULT%
