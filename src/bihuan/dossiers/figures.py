"""What dossiers declare: how many units' files are whole, of those that have to have one."""

from datetime import date

from django.db.models import Q

from bihuan.dossiers.models import FileStanding, FileVersion
from bihuan.figures.dated import not_by
from bihuan.figures.registry import Figure, Identity, Kind, Source, declare, declare_source
from bihuan.units.figures import registered, stood
from bihuan.units.models import Unit


def _stood(path: str, on: date) -> Q:
    """Rows whose unit stood at or below a cell on a day."""
    return Q(unit__in=Unit._base_manager.filter(stood(path, on)).values("pk"))


declare_source(
    Source(
        "unit_files",
        "一企一册",
        FileStanding,
        lambda scope: FileStanding.objects.within(scope),
        cell="unit__cell_path",
        stood=_stood,
        category="unit__category",
        told_by=("unit",),
        columns=(
            ("unit__name", "单位"),
            ("required", "应有"),
            ("complete", "齐全"),
            ("from_on", "自"),
        ),
        page="unit_file",
        page_of="unit",
    )
)
declare_source(
    Source(
        "file_versions",
        "一企一册定稿",
        FileVersion,
        lambda scope: FileVersion.objects.within(scope).defer("content"),
        on="frozen_on",
        cell="unit__cell_path",
        stood=_stood,
        category="unit__category",
        told_by=("unit",),
        columns=(
            ("frozen_on", "定稿日期"),
            ("unit__name", "单位"),
            ("number", "版次"),
            ("required", "应有"),
            ("complete", "齐全"),
        ),
        page="unit_file",
        page_of="unit",
    )
)


def _kept(cutoff: date) -> Q:
    """Standings in force, of units that had to have a file and were in the register."""
    pilots = Unit._base_manager.filter(registered(cutoff), pilot_from__lte=cutoff)
    return Q(from_on__lte=cutoff) & not_by("until_on", cutoff) & Q(unit__in=pilots.values("pk"))


declare(
    (
        Figure(
            "units.files",
            "一企一册",
            "册",
            "截止日在册、已纳入两个体系建设的单位中，建有企业档案（一企一册）的册数；从纳入后系统第一次清点起算。",
            Kind.STOCK,
            "unit_files",
            _kept,
            also=("一企一册", "一企一档", "建档立卡", "企业档案", "企业安全生产档案"),
            verbs=("建立", "完善", "建档"),
            units_also=("份", "家", "个"),
        ),
        Figure(
            "units.files_whole",
            "一企一册完整",
            "册",
            "截止日建有的企业档案（一企一册）中，按单位类别应有的各项齐全、没有过期的册数。",
            Kind.STOCK,
            "unit_files",
            lambda cutoff: _kept(cutoff) & Q(is_whole=True),
            also=("一企一册完整", "档案完整", "档案齐全", "完整档案", "一企一册齐全", "各项齐全"),
            units_also=("份", "家", "个"),
        ),
        Figure(
            "units.files_rate",
            "一企一册完整率",
            "%",
            "建有的企业档案（一企一册）中各项齐全的比例。",
            Kind.RATIO,
            of=("units.files_whole", "units.files"),
            also=("一企一册完整率", "档案完整率", "档案齐全率", "完整率", "齐全率"),
        ),
        Figure(
            "units.files_frozen",
            "一企一册定稿",
            "册",
            "期内定稿的企业档案（一企一册）册数；一家定稿几次计几册。",
            Kind.FLOW,
            "file_versions",
            also=("一企一册定稿", "档案定稿"),
            units_also=("份",),
        ),
    ),
    (
        Identity("一企一册完整≤一企一册", "units.files_whole", ("units.files",), "<="),
        Identity("一企一册≤两个体系建设企业", "units.files", ("units.pilot",), "<="),
    ),
)
