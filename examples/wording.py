"""Words that the offices of the seasons say themselves in their reports: all of it is made up."""

from examples.fill import RowValues, Sheets
from xeploai.schema.wording import PaperRow, PassageRow, Section


def _passage(section: Section, passage: str, unit: str = "") -> RowValues:
    return {"section": section, "unit_code": unit, "passage": passage}


def _proposals(higher: str) -> tuple[RowValues, RowValues]:
    return (
        _passage(
            Section.PROPOSALS,
            f"Đề nghị {higher} sớm hướng dẫn thống nhất cách xác định tỷ lệ xếp loại hoàn thành "
            "xuất sắc nhiệm vụ ở các tổ chức cơ sở đảng có ít đảng viên.",
        ),
        _passage(
            Section.PROPOSALS,
            "Đề nghị tiếp tục mở lớp bồi dưỡng nghiệp vụ cho cấp ủy viên và cán bộ làm công tác tổ "
            "chức xây dựng đảng ở cơ sở.",
        ),
    )


THOI_LAI: Sheets = {
    PaperRow: [
        {
            "place": "Thới Lai",
            "issuer": "Huyện ủy Thới Lai (số liệu minh họa)",
            "authority": "T/M BAN THƯỜNG VỤ",
            "position": "PHÓ BÍ THƯ THƯỜNG TRỰC",
            "recipients": "Ban Thường vụ Thành ủy; Ban Tổ chức Thành ủy; Các đồng chí Ủy viên Ban "
            "Chấp hành Đảng bộ huyện; Các tổ chức cơ sở đảng; Lưu Văn phòng Huyện ủy",
        }
    ],
    PassageRow: [
        _passage(
            Section.LEADERSHIP,
            "Ban Thường vụ Huyện ủy đã ban hành kế hoạch kiểm điểm, đánh giá, xếp loại chất lượng "
            "tổ chức đảng, đảng viên cuối năm và phân công các đồng chí Ủy viên Ban Thường vụ theo "
            "dõi từng cụm, dự kiểm điểm ở cơ sở.",
        ),
        _passage(
            Section.LEADERSHIP,
            "Ban Tổ chức Huyện ủy hướng dẫn biểu mẫu, hằng tuần đối chiếu số liệu và nhắc các đơn "
            "vị hoàn thành từng bước đúng thời gian quy định.",
        ),
        _passage(
            Section.STRENGTHS,
            "Việc kiểm điểm được tiến hành nghiêm túc, đúng quy trình; tự phê bình và phê bình "
            "thẳng thắn hơn, mức xếp loại cơ bản sát với kết quả thực hiện nhiệm vụ.",
        ),
        _passage(
            Section.SHORTCOMINGS,
            "Một số chi bộ chuẩn bị báo cáo kiểm điểm còn sơ sài, chưa làm rõ trách nhiệm của tập "
            "thể và cá nhân đối với những việc chậm tiến độ.",
        ),
        _passage(
            Section.SHORTCOMINGS,
            "Chỉ tiêu phát triển đảng viên ở một số đơn vị chưa đạt kế hoạch năm.",
        ),
        _passage(
            Section.CAUSES,
            "Cấp ủy một số nơi chưa quan tâm đúng mức công tác kiểm tra, đôn đốc; nguồn phát triển "
            "đảng viên ở khu dân cư còn ít do nhiều người đi làm ăn xa.",
        ),
        *_proposals("Thành ủy"),
        _passage(
            Section.LEADERSHIP,
            "Đảng ủy xã đã ban hành kế hoạch kiểm điểm, phân công cấp ủy viên dự và chỉ đạo kiểm "
            "điểm ở từng chi bộ; các chi bộ hoàn thành kiểm điểm trước khi Đảng ủy kiểm điểm.",
            unit="TL13",
        ),
    ],
}

VINH_TUONG: Sheets = {
    PaperRow: [
        {
            "place": "Vĩnh Tường",
            "issuer": "Huyện ủy Vĩnh Tường (số liệu minh họa)",
            "authority": "T/M BAN THƯỜNG VỤ",
            "position": "BÍ THƯ",
            "recipients": "Ban Thường vụ Tỉnh ủy; Ban Tổ chức Tỉnh ủy; Các đồng chí Ủy viên Ban "
            "Chấp hành Đảng bộ huyện; Lưu Văn phòng Huyện ủy",
        }
    ],
    PassageRow: [
        _passage(
            Section.LEADERSHIP,
            "Ban Thường vụ Huyện ủy chỉ đạo các tổ chức cơ sở đảng hoàn thành kiểm điểm trước ngày "
            "20/12, cấp huyện hoàn thành trước ngày 31/12; Ban Tổ chức Huyện ủy theo dõi, đôn đốc "
            "các đơn vị theo từng cụm.",
        ),
        _passage(
            Section.SHORTCOMINGS,
            "Còn đơn vị gửi biểu chậm so với thời gian quy định; một số biểu phải gửi lại vì số "
            "liệu giữa các tờ chưa khớp.",
        ),
        _passage(
            Section.CAUSES,
            "Cán bộ tổng hợp ở cơ sở phần lớn kiêm nhiệm, cuối năm phải làm nhiều báo cáo cùng một "
            "lúc.",
        ),
        *_proposals("Tỉnh ủy"),
        _passage(
            Section.REVIEW,
            "Đảng ủy đã kiểm điểm theo gợi ý của Ban Thường vụ Huyện ủy, xác định rõ việc còn chậm "
            "và đề ra thời hạn khắc phục.",
            unit="0118",
        ),
    ],
}

VAN_KHE: Sheets = {
    PaperRow: [
        {
            "place": "Sông Hà",
            "issuer": "Tỉnh ủy Sông Hà (số liệu minh họa)",
            "authority": "T/M BAN THƯỜNG VỤ",
            "position": "PHÓ BÍ THƯ THƯỜNG TRỰC",
            "recipients": "Ban Tổ chức Trung ương; Các đồng chí Ủy viên Ban Chấp hành Đảng bộ "
            "tỉnh; Các đảng ủy trực thuộc Tỉnh ủy; Lưu Văn phòng Tỉnh ủy",
        }
    ],
    PassageRow: [
        _passage(
            Section.LEADERSHIP,
            "Ban Thường vụ Tỉnh ủy chỉ đạo kiểm điểm, xếp loại năm đầu tiên theo mô hình không còn "
            "cấp huyện; các đảng ủy xã trực tiếp hướng dẫn, thẩm định hồ sơ của cơ sở.",
        ),
        _passage(
            Section.SHORTCOMINGS,
            "Một số tổ chức cơ sở đảng mới thành lập còn lúng túng khi chấm điểm theo thang 100, "
            "gửi biểu chậm hoặc phải gửi lại.",
        ),
        _passage(
            Section.CAUSES,
            "Cán bộ làm công tác đảng ở xã mới vừa sắp xếp, khối lượng việc dồn vào cuối năm.",
        ),
        *_proposals("Trung ương"),
        _passage(
            Section.LEADERSHIP,
            "Đảng ủy xã Vân Khê phân công từng đồng chí Ủy viên Ban Thường vụ theo dõi, dự kiểm "
            "điểm ở 30 tổ chức cơ sở đảng hình thành từ ba xã cũ.",
            unit="SH01",
        ),
    ],
}
