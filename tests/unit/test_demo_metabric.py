"""The numbers of METABRIC for the demonstration: counts and curves alone, of tables that somebody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tumorboard.app.demo import metabric
from tumorboard.errors import InputError
from tumorboard.report.values import Chart, Section, Table


def tables(folder: Path, *, listed: bool = True) -> Path:
    """Thirty invented samples: TP53 altered in 12, PIK3CA in 4 (too few), KRAS with silent rows only."""
    samples = [f"SECRET-{n:02d}" for n in range(30)]
    rows = [f"TP53\tMissense_Mutation\t{s}" for s in samples[:12]] + [
        f"PIK3CA\tMissense_Mutation\t{s}" for s in samples[:4]
    ]
    rows += [f"KRAS\tSilent\t{s}" for s in samples]
    head = f"#Sequenced_Samples: {' '.join(samples)}\n" if listed else ""
    body = "Hugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\n" + "\n".join(rows) + "\n"
    (folder / metabric.MUTATIONS).write_text(head + body, "utf-8")
    people = "\n".join(
        f"{s}\t{10 + n}\t{'DECEASED' if n % 2 else 'LIVING'}\t{'LumA' if n < 20 else 'Basal' if n < 27 else 'Her2'}"
        for n, s in enumerate(samples)
    )
    (folder / metabric.PATIENTS).write_text(
        f"#note\nPATIENT_ID\tOS_MONTHS\tOS_STATUS\tCLAUDIN_SUBTYPE\n{people}\n", "utf-8"
    )
    return folder


def rows_of(section: Section) -> list[list[str]]:
    (table,) = (b for b in section.blocks if isinstance(b, Table))
    return [[str(c.lines[0][0]) for c in row.cells] for row in table.rows]


def test_genes_and_classes_are_counted_and_small_groups_are_left_out(tmp_path: Path) -> None:
    genes, survival = metabric.sections(tables(tmp_path))
    assert [r[:3] for r in rows_of(genes)] == [["TP53", "12/30", "40.0%"]]
    assert [r[:2] for r in rows_of(survival)] == [["Basal", "7"], ["LumA", "20"]]
    assert any(isinstance(b, Chart) for b in survival.blocks)


def test_no_name_of_a_sample_is_in_the_numbers(tmp_path: Path) -> None:
    assert "SECRET" not in repr(metabric.sections(tables(tmp_path)))


def test_a_folder_without_the_tables_or_without_a_denominator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as none:
        metabric.sections(tmp_path)
    assert none.value.code == "WEB007"
    with pytest.raises(InputError) as without:
        metabric.sections(tables(tmp_path, listed=False))
    assert without.value.code == "WEB007"
