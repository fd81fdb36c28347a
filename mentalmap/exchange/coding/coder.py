"""The coder: batches of text in, coded columns and listed problems out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mentalmap.domain.arrays import BoolArray, IntArray
from mentalmap.domain.perceptions import MISSING
from mentalmap.domain.vocabulary import Channel
from mentalmap.exchange.coding import keys
from mentalmap.exchange.coding.answers import AnswerCoder
from mentalmap.exchange.coding.assembling import Parts, perceptions_of
from mentalmap.exchange.coding.blocks import BlockCoder, BlockPlan
from mentalmap.exchange.coding.cells import Reading, WordCoder, encode, trimmed
from mentalmap.exchange.coding.columns import NO_DAY, CodedPerceptions, CodedResponses, Words
from mentalmap.exchange.coding.context import CodingContext
from mentalmap.exchange.coding.field_coders import FieldCoders
from mentalmap.exchange.coding.plans import check_mapping, plans_of
from mentalmap.exchange.coding.problems import ProblemLog
from mentalmap.exchange.coding.respondents import BACKGROUND, RespondentRegister
from mentalmap.exchange.coding.row_faults import CHANGED, CONTRADICTION, NOBODY_NAMED, SAME_ID, WEIGHT_MISSING
from mentalmap.exchange.coding.sieves import MarkSieve, RowSieve
from mentalmap.exchange.mapping import ImportField as F

if TYPE_CHECKING:
    from mentalmap.exchange.reading import Batch


@dataclass(frozen=True, eq=False)
class CodedBatch:
    """
    What one batch brought.

    `responses` are those that are new in the file, numbered from `first_response`; perceptions refer
    to that numbering, which runs through the whole file. `partial` of the rejected rows are
    interviews whose other marks may be stored.
    """

    responses: CodedResponses
    first_response: int
    perceptions: CodedPerceptions
    read: int
    rejected: int
    skipped: int
    partial: int = 0


class Coder:
    """
    Codes the batches of one file, in their order.

    Raises
    ------
    InvalidMappingError
        If the mapping cannot lead to perceptions: an unknown column, no kind, no position, a
        constant that means nothing.
    """

    def __init__(self, context: CodingContext, columns: Iterable[str], *, file_geometry: bool) -> None:
        mapping = context.mapping
        self.context = context
        self.log = ProblemLog()
        self.one_row_per_interview = bool(mapping.perceptions)
        self.respondents_known = self.one_row_per_interview or F.RESPONDENT in mapping.columns
        coders = FieldCoders(context)
        self.themes, self.purposes, self.groups = coders.themes, coders.purposes, coders.groups
        self._said, self._lived = coders.said, coders.lived
        self._blocks = [BlockCoder(context, plan, self._said) for plan in plans_of(context)]
        check_mapping(context, tuple(columns), file_geometry, self._said | self._lived)
        self.answers = AnswerCoder(context)
        self._person = BlockPlan(None, {}, mapping.constants, mapping.columns)
        self._register = RespondentRegister()
        self._ids = keys.Occurrences()
        self._contents = keys.Occurrences()

    @property
    def readings(self) -> Counter[Reading]:
        """How many cells were read by which rule of the gazetteer."""
        coders = [one for block in self._blocks for one in (block.places, block.origins, block.ends)]
        found: Counter[Reading] = Counter()
        for coder in (*coders, self._lived[F.HOME_AREA]):
            found.update(coder.readings)
        return found

    def code(self, batch: Batch) -> CodedBatch:
        """Code one batch."""
        n = len(batch)
        sieve = RowSieve(batch.rows, self.log, np.zeros(n, dtype=bool))
        lost = self._take_faults(batch, sieve)
        content, key, again = self._keys(batch, sieve)
        lived = {one: self._code_person(one, coder, batch, sieve) for one, coder in self._lived.items()}
        answered = self.answers.code(batch, sieve)
        positions, names = self._respondents(batch, sieve)
        silent = np.full(n, self.one_row_per_interview) | (positions != MISSING)
        sieves: list[RowSieve | MarkSieve] = [
            MarkSieve(sieve) if self.one_row_per_interview else sieve for _ in self._blocks
        ]
        coded = [
            block.code(batch, its_own, silent) for block, its_own in zip(self._blocks, sieves, strict=True)
        ]
        parts = [
            Parts.of(number, block, one, key, again, self.context.keyspace)
            for number, (block, one) in enumerate(zip(coded, self._blocks, strict=True))
        ]
        lacking = np.zeros(n, dtype=bool)
        for part, its_own in zip(parts, sieves, strict=True):
            part.drop_rows(its_own.bad)
            lacking |= its_own.bad
        skipped = self._skip_stored(parts, content, sieve, lacking)
        good = np.flatnonzero(~sieve.bad)
        if self.one_row_per_interview and F.RESPONDENT not in self.context.mapping.columns:
            positions = np.full(n, MISSING, dtype=np.int32)
        entered = self._register.enter(positions[good], names, {one: lived[one][good] for one in BACKGROUND})
        contradictions: list[tuple[str | None, IntArray]] = [
            (self.context.mapping.columns.get(one), good[rows])
            for one, rows in entered.contradictions.items()
        ]
        for column, rows in (*contradictions, *self.answers.enter(good, entered.index, answered)):
            for row in rows:  # with who it is, so that the report can tell them person by person
                sieve.report(np.array([row]), column, names[positions[row]], CONTRADICTION)
        new_rows = good[entered.new_rows]
        responses = self._responses(
            entered.background,
            self._response_keys(new_rows, positions, names, key, again),
            positions[new_rows] != MISSING,
        )
        index = np.full(n, MISSING, dtype=np.int64)
        index[good] = entered.index
        perceptions = perceptions_of(
            parts,
            coded,
            self._blocks,
            self._said,
            index,
            content,
            summary=self.context.mapping.valence.summary,
        )
        return CodedBatch(
            responses,
            self._register.count - len(responses),
            perceptions,
            n + lost,
            int((sieve.bad | lacking).sum()) + lost,
            skipped,
            int((lacking & ~sieve.bad).sum()),
        )

    def late_background(self) -> tuple[IntArray, CodedResponses]:
        """Give the responses whose background came only after they were first met, by their numbers."""
        numbers, codes = self._register.late()
        empty = np.zeros((len(numbers), keys.WIDTH), dtype=np.uint8)
        return numbers, self._responses(codes, empty, np.ones(len(numbers), dtype=bool))

    def _take_faults(self, batch: Batch, sieve: RowSieve) -> int:
        """Take over what the reader found; count the rows that are lost altogether."""
        lost: set[int] = set()
        at = {int(row): index for index, row in enumerate(batch.rows)} if batch.faults else {}
        for fault in batch.faults:
            self.log.add_fault(fault)
            index = at.get(fault.row)
            if index is None:
                lost.add(fault.row)
            elif not fault.doubtful:
                sieve.bad[index] = True
        return len(lost)

    def _keys(self, batch: Batch, sieve: RowSieve) -> tuple[IntArray, IntArray, IntArray]:
        """Give the hash of each row's content, the hash it is known by, and how often that came before."""
        import pyarrow as pa

        columns = list(batch.table.columns)
        if batch.geometry is not None:
            columns.append(batch.geometry)
        whole = [one.combine_chunks() if isinstance(one, pa.ChunkedArray) else one for one in columns]
        content = keys.row_hashes(whole)
        name = self.context.mapping.columns.get(F.ID)
        if name is None:
            return content, content, self._contents.count(content)
        ids = trimmed(batch.table[name])
        given = ids.is_valid().to_numpy(zero_copy_only=False)
        key = np.where(given[:, None], keys.masked(keys.row_hashes([ids]), "id"), content)
        again = self._ids.count(key)
        repeated = np.flatnonzero(given & (again > 0))
        for row in repeated:
            sieve.report(np.array([row]), name, ids[int(row)].as_py(), SAME_ID)
        return content, key, again

    def _code_person(self, one: F, coder: WordCoder[Any], batch: Batch, sieve: RowSieve) -> IntArray:
        """Code one field of the background for every row."""
        import pyarrow as pa

        name = self._person.column(one)
        constant = self._person.constants.get(one)
        if name is None and constant is None:
            return np.full(len(batch), MISSING, dtype=np.int32)
        if name is None:
            texts = pa.repeat(pa.scalar(constant, pa.string()), len(batch))
        else:
            texts = trimmed(batch.table[name])
            texts = texts if constant is None else texts.fill_null(constant)
        codes, findings = coder.code(texts)
        if one is not F.SAID_ON:  # the perceptions report their date themselves
            for finding in findings:
                sieve.report(finding.rows, name, finding.text, finding.fault)
        if one is F.WEIGHT and self.context.mapping.valence.summary:
            missing = codes == MISSING
            for finding in findings:
                missing[finding.rows] = False
            sieve.report(np.flatnonzero(missing), name, None, WEIGHT_MISSING)
        return codes

    def _respondents(self, batch: Batch, sieve: RowSieve) -> tuple[IntArray, list[str]]:
        """Give who said each row."""
        name = self.context.mapping.columns.get(F.RESPONDENT)
        if name is None:
            return np.full(len(batch), MISSING, dtype=np.int32), []
        positions, names = encode(trimmed(batch.table[name]))
        sieve.report(np.flatnonzero(positions == MISSING), name, None, NOBODY_NAMED)
        return positions, names

    def _response_keys(
        self, rows: IntArray, positions: IntArray, names: list[str], key: IntArray, again: IntArray
    ) -> IntArray:
        made = keys.masked(keys.numbered(key[rows], again[rows]), *self.context.keyspace, "response")
        named = positions[rows] != MISSING
        if named.any():
            texts = [names[position] for position in positions[rows[named]]]
            made[named] = keys.masked(keys.text_hashes(texts), *self.context.keyspace, "respondent")
        return made

    def _responses(
        self, codes: Mapping[F, IntArray], client_ids: IntArray, named: BoolArray
    ) -> CodedResponses:
        channel = _or_else(self._lived[F.CHANNEL].words(codes[F.CHANNEL]), Channel.IMPORT.value)
        weights = np.array([*self._lived[F.WEIGHT].values, 1.0], dtype=np.float64)
        days = np.array([*self._lived[F.SAID_ON].values, NO_DAY], dtype=np.int64)
        return CodedResponses(
            client_id=client_ids,
            channel=channel,
            weight=weights[codes[F.WEIGHT]],
            respondent_known=named | self.one_row_per_interview,
            home_area=self._lived[F.HOME_AREA].words(codes[F.HOME_AREA]),
            age_band=self._lived[F.AGE].words(codes[F.AGE]),
            gender=self._lived[F.GENDER].words(codes[F.GENDER]),
            group=self._lived[F.GROUP].words(codes[F.GROUP]),
            consent_version=self._lived[F.CONSENT_VERSION].words(codes[F.CONSENT_VERSION]),
            said_on=days[codes[F.SAID_ON]],
        )

    def _skip_stored(self, parts: list[Parts], content: IntArray, sieve: RowSieve, lacking: BoolArray) -> int:
        """Drop what an earlier import stored, refuse rows that changed, count rows dropped whole."""
        for part in parts:
            part.drop_rows(sieve.bad)
        look_up = self.context.stored_hashes
        if look_up is None:
            return 0
        id_column = self.context.mapping.columns.get(F.ID)
        before = np.zeros(len(sieve.bad), dtype=bool)
        after = np.zeros(len(sieve.bad), dtype=bool)
        for part in parts:
            before[part.rows] = True
            client_ids = [key.tobytes() for key in part.keys]
            stored = look_up(client_ids)
            there = np.array([key in stored for key in client_ids], dtype=bool)
            for at in np.flatnonzero(there):
                row = part.rows[at]
                if (
                    id_column is not None
                    and stored[client_ids[at]] != content[row].tobytes()
                    and not sieve.bad[row]
                ):
                    sieve.report(np.array([row]), id_column, None, CHANGED)
            part.keep(~there)
            after[part.rows] = True
        for part in parts:
            part.drop_rows(sieve.bad)
        return int((before & ~after & ~sieve.bad & ~lacking).sum())


def _or_else(words: Words[Any], word: str) -> Words[Any]:
    """Fill what is not stated."""
    values = words.values if word in words.values else (*words.values, word)
    codes = np.where(words.codes == MISSING, values.index(word), words.codes).astype(np.int32)
    return Words(codes, values)
