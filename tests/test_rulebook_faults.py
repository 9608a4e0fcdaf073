"""Bad law first: every way in which a rulebook can be wrong is one clear line with its place, what was found and what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_law import FILES, line_of, write_law

import licet
from licet.errors import InputError, LawError, LicetError
from licet.rulebook.rulebook import Rulebook

FACTS, ANNEX, POLICY, BILL = "vocabulary/facts.md", "mtcr/annex.md", "us/policy.md", "proposals/bill.md"
UNITS, NAMES = "vocabulary/units.csv", "nations/names.csv"
FIGURES, DIMENSIONS = "vocabulary/figures.md", "vocabulary/dimensions.csv"
GROUPS, MEMBERS = "nations/groups.csv", "nations/memberships.csv"

DENIAL, SLOW, OPEN, ENTRY = "id: denial", "id: slow", "id: open", "id: 1.A.2"


def faults(folder: Path) -> list[str]:
    """The lines with which a law is refused."""
    with pytest.raises(LawError) as caught:
        Rulebook.load(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_small_law_is_sound(tmp_path: Path) -> None:
    book = Rulebook.load(write_law(tmp_path))
    determination = licet.review(
        rulebook=book, recipient="XK", date="2010-01-01", item={"kind": "uas", "range": "400 km", "payload": "600 kg"}
    )
    assert determination.category.value == "I"
    assert determination.posture.value == "denial"
    assert determination.entries.value == ["1.A.2"]


# One change, one fault: (what is wrong, file, old text, new text, the text that stands on the line of the fault, what the line says).
BROKEN: list[tuple[str, str, str, str, str, str]] = [
    # names in conditions
    ("unknown fact", POLICY, "not hypersonic", "not hypersonics", SLOW, "the unknown fact or question 'hypersonics'; expected a fact or question of the rulebook; did you mean hypersonic?"),
    ("unknown value", POLICY, "kind is uas", "kind is drone", SLOW, "'kind is drone'; expected uas | rocket"),
    ("near value", POLICY, "kind is uas", "kind is rockets", SLOW, "did you mean rocket?"),
    ("unknown value in a list", POLICY, "kind is uas", "kind in (uas, drone)", SLOW, "'kind is drone'; expected uas | rocket"),
    ("unknown group", POLICY, "meets(1.A)", "recipient in freinds", DENIAL, "the unknown group 'freinds'; expected a group of the rulebook; did you mean friends?"),
    ("group of no nation", POLICY, "meets(1.A)", "kind in friends", DENIAL, "'kind in friends', where 'kind' is one_of; expected a nation in a group"),
    ("unknown nation", POLICY, "meets(1.A)", "recipient is ZZ", DENIAL, "the unknown nation 'ZZ'; expected an ISO 3166 code"),
    ("unknown nation in a list", POLICY, "meets(1.A)", "recipient not in (IT, ZZ)", DENIAL, "the unknown nation 'ZZ'"),
    ("unknown entry", POLICY, "meets(1.A)", "meets(7.A)", DENIAL, "the unknown entry '7.A'; expected an entry of the rulebook"),
    ("entry that is none", POLICY, "meets(1.A)", "meets(500 kg)", DENIAL, "'500 kg' in 'meets(500 kg)'; expected the code of an entry"),
    ("unknown test", POLICY, "meets(1.A)", "meet(1.A)", DENIAL, "the unknown test 'meet'; expected a test of the rulebook; did you mean meets?"),
    ("too few arguments", ANNEX, "delivers(500 kg, 300 km)", "delivers(500 kg)", ENTRY, "'delivers(500 kg)' with 1 arguments; expected 2"),
    ("argument of another dimension", ANNEX, "delivers(500 kg, 300 km)", "delivers(500 kg, 300 kg)", ENTRY, "'300 kg' in 'delivers(500 kg, 300 kg)'; expected a length"),
    ("too many arguments", ANNEX, "delivers(500 kg, 300 km)", "delivers(500 kg, 300 km, 5 kg)", ENTRY, "'delivers(500 kg, 300 km, 5 kg)' with 3 arguments; expected 2"),
    ("entry where a quantity is due", ANNEX, "delivers(500 kg, 300 km)", "delivers(500 kg, 1.A)", ENTRY, "'1.A' in 'delivers(500 kg, 1.A)'; expected a length"),
    ("unknown entry among several", POLICY, "meets(1.A)", "meets(1.A, 7.A)", DENIAL, "the unknown entry '7.A'; expected an entry of the rulebook"),
    ("quantity among entries", POLICY, "meets(1.A)", "meets(1.A, 500 kg)", DENIAL, "'500 kg' in 'meets(1.A, 500 kg)'; expected the code of an entry"),
    ("list that is not closed", POLICY, "meets(1.A)", "meets(1.A,", "when: meets", "'and' where a quantity or the code of an entry was expected"),
    ("answer of a question", POLICY, "meets(1.A)", "category is III", DENIAL, "'category is III'; expected I | II | unlisted"),
    # types and dimensions
    ("wrong dimension", POLICY, "300 km", "300 kg", DENIAL, "'range >= 300 kg', which compares length with mass; expected one dimension on both sides"),
    ("unknown unit", POLICY, "300 km", "300 furlongs", DENIAL, "the unknown unit 'furlongs'; expected a quantity with a unit of units.csv"),
    ("no unit", POLICY, "300 km", "300", DENIAL, "'range >= 300', which compares length with fraction"),
    ("between of two dimensions", POLICY, "range >= 300 km", "range between 300 km and 500 kg", DENIAL, "which compares length with mass"),
    ("sum of two dimensions", POLICY, "range >= 300 km", "range + payload >= 300 km", DENIAL, "a sum of length and mass; expected one dimension"),
    ("date against length", POLICY, "300 km", "2020-01-01", DENIAL, "which compares length with date"),
    ("money against mass", POLICY, "range >= 300 km", "value >= 300 kg", DENIAL, "which compares money with mass"),
    ("day that does not exist", POLICY, "range >= 300 km", "date >= 2021-02-29", DENIAL, "'2021-02-29', which is no date; expected an ISO date"),
    ("day of a group that does not exist", POLICY, "meets(1.A)", "recipient in friends on 2020-13-01", DENIAL, "'2020-13-01', which is no date"),
    ("truth compared", POLICY, "not hypersonic", "hypersonic is yes", SLOW, "'hypersonic is yes', where 'hypersonic' is truth"),
    ("number as truth", POLICY, "not hypersonic", "not range", SLOW, "'range' alone, which is quantity; expected a comparison; compare it: range is …"),
    ("question as a number", POLICY, "range >= 300 km", "category >= 300 km", DENIAL, "'category' in a comparison of numbers, which is one_of"),
    # conditions that are none
    ("no condition", POLICY, "kind is uas and not", "kind = uas and not", "when: kind is uas", "the sign '=' (after 'kind'); expected a condition"),
    ("nation by its name", POLICY, "meets(1.A)", "recipient is Saudi Arabia", "when: meets(1.A)", "'Arabia' where 'and', 'or' or the end was expected (after 'recipient is Saudi'); expected a condition; a value is one word: a nation is its code of two letters"),
    ("empty condition", POLICY, "when: kind is uas and not hypersonic", "when:", "when: kind is uas", "no condition; expected a condition in one line"),
    ("nested condition", POLICY, "when: kind is uas and not hypersonic", "when: [kind is uas]", "when: kind is uas", "no condition; expected"),
    ("unfinished condition", POLICY, "not hypersonic", "not (hypersonic", "when: kind is uas", "the end where ')' was expected (after 'uas and not (hypersonic'); expected a condition"),
    ("scope that is none", POLICY, "recipient not in friends", "recipient not", "scope:", "'not' where 'and', 'or' or the end was expected (after 'recipient')"),
    ("condition too deep", POLICY, "not hypersonic", "(" * 70 + "hypersonic" + ")" * 70, "when: kind is uas", "nested at most 60 deep"),
    # questions and answers
    ("unknown question", POLICY, "decides: posture", "decides: postures", DENIAL, "the unknown question 'postures'; expected a question of the rulebook; did you mean posture?"),
    ("unknown answer", POLICY, "then: denial", "then: denail", DENIAL, "the unknown answer 'denail'; expected an answer of the rulebook; did you mean denial?"),
    ("two answers", POLICY, "then: denial", "then: [denial, case_by_case]", DENIAL, "2 answers to 'posture'; expected one answer"),
    ("question without answer", ANNEX, "then: {entries: 1.A.2, category: I}", "then: {entries: 1.A.2}", "then: {", "'category' in only one of 'decides' and 'then'"),
    ("answer without question", ANNEX, "category: I}", "category: I, posture: denial}", "then: {", "'posture' in only one of 'decides' and 'then'"),
    ("empty answer", ANNEX, "category: I}", "category: }", "then: {", "no answer to 'category'; expected an answer"),
    # exceptions
    ("exception to no rule", POLICY, "[us.policy/denial]", "[us.policy/denail]", SLOW, "the unknown rule 'us.policy/denail'; expected a rule of the rulebook; did you mean us.policy/denial"),
    ("exception to another question", POLICY, "[us.policy/denial]", "[mtcr.annex/1.A.2]", SLOW, "an exception to 'mtcr.annex/1.A.2', which decides entries, category; expected a rule on posture"),
    ("circle of exceptions", POLICY, "then: denial\n", "then: denial\nexcept_to: us.policy/slow\n", DENIAL, "a circle of exceptions: us.policy/denial → us.policy/slow → us.policy/denial; expected exceptions that end somewhere; remove one 'except_to'"),
    ("exception to itself", POLICY, "then: denial\n", "then: denial\nexcept_to: us.policy/denial\n", DENIAL, "a circle of exceptions: us.policy/denial → us.policy/denial"),
    ("circle of questions", ANNEX, "when: kind is uas", "when: posture is denial and kind is uas", ENTRY, "questions that use each other in a circle: entries → posture → entries; expected an order"),
    ("question that uses itself", ANNEX, "when: kind is uas", "when: category is I and kind is uas", ENTRY, "questions that use each other in a circle: category → category"),
    # dates in force
    ("rule outside its instrument", POLICY, "in_force: 2020-07-24 .. 2025-01-01", "in_force: 2020-07-24 ..", "in_force: 2020-07-24", "the rule 'slow' in force 2020-07-24 .., outside its instrument (1993-01-07 .. 2025-01-01)"),
    ("rule before its instrument", POLICY, "in_force: 2020-07-24 .. 2025-01-01", "in_force: 1990-01-01 .. 1995-01-01", "in_force: 2020-07-24", "outside its instrument (1993-01-07 .. 2025-01-01)"),
    ("rule that ends before it begins", POLICY, "2020-07-24 .. 2025-01-01", "2024-07-24 .. 2020-01-01", "in_force: 2020-07-24", "'2024-07-24 .. 2020-01-01', which ends before it begins"),
    ("rule of no day", POLICY, "2020-07-24 .. 2025-01-01", "2020-07-24 .. 2020-07-24", "in_force: 2020-07-24", "which ends before it begins"),
    ("instrument that ends before it begins", POLICY, "1993-01-07 .. 2025-01-01", "2025-01-01 .. 1993-01-07", "in_force: 1993", "'2025-01-01 .. 1993-01-07', which ends before it begins"),
    ("no window", POLICY, "2020-07-24 .. 2025-01-01", "since 2020", "in_force: 2020-07-24", "'since 2020', which is no window of the form A .. B; expected A .. B with ISO dates, the end exclusive"),
    ("window of no day", POLICY, "2020-07-24 .. 2025-01-01", "2020-02-30 ..", "in_force: 2020-07-24", "'2020-02-30', which is no date"),
    ("law without dates", POLICY, "in_force: 1993-01-07 .. 2025-01-01\n", "", "instrument: us.policy", "the policy 'us.policy' without dates in force; expected in_force: A .. B"),
    ("proposal with dates", BILL, "introduced: 2025-01-01", "in_force: 2025-01-01 ..", "introduced:", "a proposal with dates in force; expected none: a proposal is in force where it is named"),
    ("rule of a proposal with dates", BILL, "then: case_by_case", "in_force: 2025-01-01 ..\nthen: case_by_case", "then:", "a rule of a proposal with dates in force"),
    # what stands twice
    ("rule twice", POLICY, "id: slow", "id: denial", SLOW, "the rule 'denial' a second time; expected another id"),
    ("instrument twice", BILL, "instrument: proposals.bill", "instrument: mtcr.annex", "instrument:", "the instrument 'mtcr.annex' a second time; expected one (mtcr/annex.md)"),
    ("fact twice", FACTS, "fact: value", "fact: range", "fact: value", "the fact 'range' a second time; expected one (first in vocabulary/facts.md:16)"),
    ("question twice", FACTS, "```test\ntest: meets", "```question\nquestion: category\ntype: codes\ncombine: all\ndefinition: x\n```\n\n```test\ntest: meets", "test: meets", "the question 'category' a second time; expected one (first in vocabulary/facts.md:102)"),
    ("question of a fact's name", FACTS, "```test\ntest: meets", "```question\nquestion: value\ntype: one_of\nvalues: {a: b}\ndefault: a\ncombine: single\ndefinition: x\n```\n\n```test\ntest: meets", "test: meets", "the name of the fact 'value'"),
    ("test twice", FACTS, "```test\ntest: meets", "```test\ntest: delivers\narguments: [mass]\nmaxima: [payload]\ndefinition: x\n```\n\n```test\ntest: meets", "test: meets", "the test 'delivers' a second time"),
    ("key twice", POLICY, "cite: paragraph 2", "cite: paragraph 2\ncite: paragraph 3", "decides: posture\nwhen: kind", "the key 'cite' a second time (first on line 27); expected every key once; remove one of the two"),
    ("key of the front matter twice", BILL, "status: pending", "status: pending\nstatus: gone", "source: the bill", "the key 'status' a second time"),
    ("group twice", GROUPS, "friends,Friends", "friends,F,T,a list,verified,,,\nfriends,Friends", "+1 friends,Friends", "the group 'friends' a second time"),
    ("nation twice", NAMES, "XK,XKX,Kosovo,Kosovo,", "NO,XKX,Kosovo,Kosovo,", "XK,", "the nation 'NO' a second time"),
    # keys
    *((f"rule without {key}", POLICY, f"{key}: {value}\n", "", SLOW, f"a rule without '{key}'; expected the key '{key}'")
      for key, value in (("id", "slow"), ("cite", "paragraph 2"), ("says", "A slow drone is decided case by case."))),
    ("rule without decides", POLICY, "2\ndecides: posture", "2", SLOW, "a rule without 'decides'; expected the key 'decides'"),
    ("rule without then", POLICY, "then: case_by_case\n", "", SLOW, "a rule without 'then'; expected the key 'then'"),
    ("rule with an empty then", POLICY, "then: case_by_case\n", "then:\n", SLOW, "a rule without 'then'"),
    ("rule that says nothing", POLICY, "says: A slow drone is decided case by case.", "says: ''", SLOW, "a rule without 'says'"),
    *((f"front matter without {key}", POLICY, f"{key}: {value}\n", "", "instrument:", f"a front matter without '{key}'; expected the key '{key}'")
      for key, value in (("title", "A policy"), ("issuer", "A state"), ("kind", "policy"), ("source", "the policy"), ("standing", "verified"))),
    ("proposal without a name", BILL, "instrument: proposals.bill\n", "", "instrument:", "a front matter without 'instrument'; expected the key 'instrument'"),
    *((f"fact without {key}", FACTS, f"{key}: {value}\n", "", "fact: range", f"a fact without '{key}'; expected the key '{key}'")
      for key, value in (("definition", "How far it flies."), ("ask", "How far does it fly?"), ("type", "quantity"))),
    ("fact without unit", FACTS, "unit: km\n", "", "type: quantity", "the quantity 'range' without a unit; expected the key 'unit'"),
    ("fact without values", FACTS, "values:\n  uas: a drone\n  rocket: a rocket\n", "", "fact: kind", "'kind' without values; expected the key 'values' or 'values_of'"),
    ("question without default", FACTS, "default: case_by_case\n", "", "question: posture", "the default ''; expected denial | case_by_case"),
    ("question without combine", FACTS, "combine: all\n", "", "question: entries", "a question without 'combine'; expected the key 'combine'"),
    ("implied value without reason", FACTS, ", why: rockets are not counted", "", "- {value: no", "an implied value without 'why'; expected the key 'why'"),
    ("unknown key of a rule", POLICY, "cite: paragraph 2", "cite: paragraph 2\nsay: x", "decides: posture\nwhen: kind", "the unknown key 'say' in a rule; expected id, cite,"),
    ("near key of a rule", POLICY, "except_to: [", "excepts_to: [", "except_to: [", "did you mean except_to?"),
    ("unknown key of the front matter", BILL, "status: pending", "state: pending", "status:", "the unknown key 'state' in a front matter"),
    ("unknown key of a fact", FACTS, "margin: 10 %", "margins: 10 %", "margin:", "did you mean margin?"),
    ("unknown key of a question", FACTS, "claims: entries", "claim: entries", "claims:", "did you mean claims?"),
    ("unknown key of a test", FACTS, "points: envelope", "points: envelope\nmaximum: range", "+1 points:", "did you mean maxima?"),
    ("list where text is due", POLICY, "cite: paragraph 2", "cite: [paragraph 2]", "cite: paragraph 2", "a list or mapping under 'cite'; expected a single text"),
    # words of a few
    ("unknown standing", POLICY, "standing: verified", "standing: checked", "standing:", "'checked'; expected verified | partial | unverified"),
    ("near standing", POLICY, "standing: verified", "standing: verfied", "standing:", "did you mean verified"),
    ("unknown standing of a rule", POLICY, "cite: paragraph 2", "standing: sure\ncite: paragraph 2", "cite: paragraph 2", "'sure'; expected verified | partial | unverified"),
    ("unknown kind of instrument", POLICY, "kind: policy", "kind: polcy", "kind: policy", "did you mean policy?"),
    ("unknown type of fact", FACTS, "type: truth", "type: boolean", "type: truth", "'boolean'; expected truth | one_of | quantity"),
    ("unknown type of question", FACTS, "question: posture\ntype: one_of", "question: posture\ntype: truth", "type: one_of\nvalues:\n  denial", "'truth'; expected one_of | codes"),
    ("unknown way to combine", FACTS, "combine: strictest\ndefault: case", "combine: strict\ndefault: case", "combine: strictest\ndefault: case", "'strict'; expected single | strictest | all; did you mean strictest?"),
    ("codes that are not collected", FACTS, "combine: all", "combine: strictest", "combine: all", "'strictest' for a question of type codes; expected all for codes, and only for codes"),
    ("answers that are collected", FACTS, "combine: strictest\ndefault: case", "combine: all\ndefault: case", "combine: strictest\ndefault: case", "'all' for a question of type one_of"),
    ("name of an instrument", BILL, "instrument: proposals.bill", "instrument: The Bill", "instrument:", "the instrument name 'The Bill'; expected small letters, digits, dots and hyphens"),
    ("name of a rule", POLICY, "id: slow", "id: slow drones!", SLOW, "the rule name 'slow drones!'; expected letters, digits, dots and hyphens"),
    ("implements no instrument", BILL, "status: pending", "implements: us.polcy", "---", "the unknown instrument 'us.polcy'; expected an instrument of the rulebook; did you mean us.policy?"),
    ("implements no rule", BILL, "status: pending", "implements: {us.policy/slwo: section 1}", "---", "the unknown rule 'us.policy/slwo'; expected a rule of the rulebook; did you mean us.policy/slow or us.policy/denial?"),
    ("implements without a place", BILL, "status: pending", "implements: {us.policy: }", "status:", "'us.policy' without a text under 'implements'; expected us.policy: and a text"),
    ("implements itself", BILL, "status: pending", "implements: proposals.bill", "---", "a relation of 'proposals.bill' to itself; expected another instrument"),
    ("rule that implements no rule", BILL, "cite: section 1", "cite: section 1\nimplements: us.policy/deny", "id: open", "the unknown rule 'us.policy/deny'; expected a rule of the rulebook; did you mean us.policy/denial or us.policy/slow?"),
    ("departs without saying how", BILL, "status: pending", "departs_from: [us.policy]", "status:", "no mapping under 'departs_from'"),
    ("departs from nothing known", BILL, "status: pending", "departs_from: {us.polcy: section 1}", "---", "the unknown instrument 'us.polcy'"),
    ("prints an unknown list", BILL, "status: pending", "prints: {freinds: friends}", "---", "the unknown group 'freinds'; expected a group of the rulebook; did you mean friends?"),
    ("list that follows itself", BILL, "status: pending", "prints: {friends: friends}", "---", "the group 'friends' that follows itself; expected another group"),
    ("edition of no day", BILL, "status: pending", "read: March 2022", "status:", "'March 2022', which is no date; expected a day, as YYYY-MM-DD"),
    # the vocabulary
    ("unknown unit of a fact", FACTS, "unit: km\n", "unit: kms\n", "unit: km\n", "the unknown unit 'kms'; expected a unit of units.csv; did you mean km?"),
    ("one bound", FACTS, "[0 km, 50000 km]", "[0 km]", "bounds:", "1 bounds; expected a least and a greatest value"),
    ("bounds the wrong way", FACTS, "[0 km, 50000 km]", "[5 km, 1 km]", "bounds:", "expected a least and a greatest value"),
    ("margin of a length", FACTS, "margin: 10 %", "margin: 10 km", "margin:", "'10 km', a length; expected a fraction"),
    ("margin of everything", FACTS, "margin: 10 %", "margin: 100 %", "fact: range", "a margin of 'range' of 100%; expected from 0 % to less than 100 %"),
    ("margin below nothing", FACTS, "margin: 10 %", "margin: -10 %", "fact: range", "a margin of 'range' of -10%"),
    ("implied by an unknown fact", FACTS, "when: kind is rocket", "when: knd is rocket", "fact: hypersonic", "the unknown fact or question 'knd'"),
    ("implied by a question", FACTS, "when: kind is rocket", "when: category is I", "fact: hypersonic", "the question 'category' where only facts count"),
    ("implied by an entry", FACTS, "when: kind is rocket", "when: meets(1.A)", "fact: hypersonic", "'meets(1.A)', which rests on the question 'entries', where only facts count"),
    ("implied value that it cannot have", FACTS, "{value: no,", "{value: maybe,", "fact: hypersonic", "'maybe' for 'hypersonic'; expected yes | no"),
    ("presumption that it cannot have", FACTS, "presume: no", "presume: perhaps", "fact: hypersonic", "'perhaps' for 'hypersonic'; expected yes | no"),
    ("presumption without reason", FACTS, "because: Nobody has said so.\n", "", "fact: hypersonic", "a presumption of 'hypersonic' without a reason; expected because"),
    ("presumption in an unknown unit", FACTS, "margin: 10 %", "presume: 5 furlongs\nbecause: x", "fact: range", "the unknown unit 'furlongs' for 'range'; expected a quantity"),
    ("presumption of another dimension", FACTS, "margin: 10 %", "presume: 5 kg\nbecause: x", "fact: range", "'5 kg' for 'range'; expected a length"),
    ("presumption of no nation", FACTS, "definition: Where", "presume: ZZ\nbecause: x\ndefinition: Where", "fact: recipient", "the unknown nation 'ZZ'"),
    ("presumed codes", FACTS, "definition: What is claimed.", "presume: 1.A.2\nbecause: x\ndefinition: What is claimed.", "fact: entries", "a value that 'entries' has unstated; expected none for a fact of type codes"),
    ("values of nothing", FACTS, "values:\n  uas: a drone\n  rocket: a rocket\n", "values_of: sort\n", "fact: kind", "'kind' without values"),
    ("implies an unknown fact", FACTS, "margin: 10 %", "implies: {kin: uas}", "fact: range", "the unknown fact 'kin'; expected a fact of the rulebook; did you mean kind?"),
    ("implies what cannot be", FACTS, "margin: 10 %", "implies: {kind: drone}", "fact: range", "'kind is drone'; expected uas | rocket"),
    ("default that is no answer", FACTS, "default: case_by_case", "default: case_by_cas", "question: posture", "the default 'case_by_cas'; expected denial | case_by_case"),
    ("covered by an unknown fact", FACTS, "default: case_by_case", "covered: recipent is IT\ndefault: case_by_case", "question: posture", "did you mean recipient?"),
    ("claims in no fact", FACTS, "claims: entries", "claims: claimed", "question: entries", "the unknown fact 'claimed'"),
    ("claims in a truth", FACTS, "claims: entries", "claims: hypersonic", "question: entries", "claims in 'hypersonic', which is truth; expected codes"),
    ("maximum of no fact", FACTS, "maxima: [payload, range]", "maxima: [payload, rnge]", "test: delivers", "the unknown fact 'rnge'; expected a fact of the rulebook; did you mean range?"),
    ("one maximum for two arguments", FACTS, "maxima: [payload, range]", "maxima: [payload]", "test: delivers", "maxima of mass; expected those of the arguments: mass and length"),
    ("maxima the wrong way", FACTS, "maxima: [payload, range]", "maxima: [range, payload]", "test: delivers", "maxima of length and mass; expected those of the arguments: mass and length"),
    ("points that are none", FACTS, "points: envelope", "points: envelope\nexcluded: kind", "test: delivers", "points in 'kind', which is one_of; expected points"),
    ("points that nothing reads", FACTS, "points: envelope\n", "", "fact: envelope", "the points 'envelope', which no test reads"),
    ("test of an unknown question", FACTS, "question: entries\ndefinition: Whether", "question: category\ndefinition: Whether", "test: meets", "entries in 'category', which is one_of; expected a question of codes"),
    ("test of nothing", FACTS, "question: entries\ndefinition: Whether", "definition: Whether", "test: meets", "the test 'meets' of entry; expected [entry] and a question"),
    ("synonym of no value", FACTS, "definition: What it is.", "same: {rkt: rockt}\ndefinition: What it is.", "fact: kind", "rockt"),
    ("word near no value", FACTS, "definition: What it is.", "also: {rkt: rockt}\ndefinition: What it is.", "fact: kind", "rockt"),
    ("synonym that is a value itself", FACTS, "definition: What it is.", "same: {uas: rocket}\ndefinition: What it is.", "fact: kind", "'uas'"),
    ("synonym of yes", FACTS, "type: truth\n", "type: truth\nsame: {perhaps: maybe}\n", "fact: hypersonic", "maybe"),
    ("itself of an unknown value", FACTS, "question: posture\n", "question: posture\nitself: kind is drone\n", "question: posture", "'kind is drone'; expected uas | rocket"),
    ("itself of a question", FACTS, "question: posture\n", "question: posture\nitself: category is I\n", "question: posture", "the question 'category' where only facts count"),
    ("itself that is no condition", FACTS, "question: posture\n", "question: posture\nitself: kind = uas\n", "+1 question: posture", "the sign '=' (after 'kind'); expected a condition"),
    # quantities that follow from others
    ("derived from an unknown fact", FIGURES, "endurance * cruise_speed", "enduranc * cruise_speed", "- as: endurance", "'enduranc', which is no measured fact; expected an expression of measured facts of the same dimension"),
    ("derived from a truth", FIGURES, "endurance * cruise_speed", "endurance * hypersonic", "- as: endurance", "'hypersonic', which is no measured fact"),
    ("derived from a question", FIGURES, "endurance * cruise_speed", "endurance * category", "- as: endurance", "'category', which is no measured fact"),
    ("derived of another dimension", FIGURES, "endurance * cruise_speed", "endurance / cruise_speed", "- as: endurance", "'endurance / cruise_speed', which is no length"),
    ("derived from a sum of two dimensions", FIGURES, "endurance * cruise_speed", "endurance + cruise_speed", "- as: endurance", "a sum of unlike dimensions in 'endurance + cruise_speed'"),
    ("derived from itself", FIGURES, "endurance * cruise_speed", "way * 2", "- as: endurance", "'way' from itself"),
    ("derived in an unknown unit", FIGURES, "endurance * cruise_speed", "range + 5 furlongs", "- as: endurance", "the unknown unit 'furlongs'"),
    ("derived by an unknown function", FIGURES, "endurance * cruise_speed", "sqrt(endurance) * cruise_speed", "- as: endurance", "the function 'sqrt' of 1; known are at_least, at_most, between, ln, ballistic_range"),
    ("logarithm of a length", FIGURES, "endurance * cruise_speed", "ln(range) * 5 km", "- as: endurance", "the dimension of what 'ln' is asked of"),
    ("unfinished expression", FIGURES, "endurance * cruise_speed", "endurance * (cruise_speed", "- as: endurance", "'the end' where ')' was expected in 'endurance * (cruise_speed'"),
    ("expression that is code", FIGURES, "endurance * cruise_speed", "__import__('os').system('true')", "- as: endurance", "the sign '"),
    ("derived without expression", FIGURES, "  - as: endurance * cruise_speed\n    why:", "  - why:", "- as: endurance", "a derived without 'as'; expected the key 'as'"),
    ("derived without reason", FIGURES, "    why: its speed over its time\n", "", "- as: endurance", "a derived without 'why'; expected the key 'why'"),
    ("estimated without reason", FIGURES, "    why: it comes back nearly from where it turns\n", "", "- as: range", "an estimated without 'why'; expected the key 'why'"),
    ("unknown key of a derivation", FIGURES, "why: its speed over its time", "why: its speed over its time\n    unit: km", "+2 - as: endurance", "the unknown key 'unit' in a derived; expected as, why, when, source"),
    ("derivation that is no list", FIGURES, "derived:\n  - as: endurance * cruise_speed\n    why: its speed over its time", "derived: endurance * cruise_speed", "derived:", "no list under 'derived'; expected a list"),
    ("derivation that is a text", FIGURES, "  - as: endurance * cruise_speed\n    why: its speed over its time", "  - endurance * cruise_speed", "- as: endurance", "a derived without keys; expected the keys as, why"),
    ("estimated where an unknown fact is", FIGURES, "when: kind is uas", "when: knd is uas", "fact: way", "the unknown fact or question 'knd'"),
    ("estimated where a question is", FIGURES, "when: kind is uas", "when: category is I", "fact: way", "the question 'category' where only facts count; expected a fact"),
    ("estimated where it cannot be", FIGURES, "when: kind is uas", "when: kind is drone", "fact: way", "'kind is drone'; expected uas | rocket"),
    ("estimated where no condition is", FIGURES, "when: kind is uas", "when: kind = uas", "when: kind is uas", "the sign '=' (after 'kind'); expected a condition"),
    ("truth worked out", FACTS, "presume: no\n", "presume: no\nderived:\n  - {as: range, why: x}\n", "+2 presume: no", "'hypersonic', which has no unit"),
    ("date worked out", FACTS, "definition: The day.", "derived:\n  - {as: range, why: x}\ndefinition: The day.", "+1 definition: The day.", "'date', which has no unit"),
    # the form of a file
    ("block that never closes", POLICY, "case by case.\n```", "case by case.\n", "```rule\nid: slow", "a rule block that never ends; expected a line of ```"),
    ("fact that never closes", FACTS, "Whether it meets an entry.\n```", "Whether it meets an entry.\n", "```test\ntest: meets", "a test block that never ends"),
    ("front matter that never closes", BILL, "standing: verified\n---", "standing: verified\n", "---", "front matter that never ends; expected a line of ---"),
    ("no front matter", BILL, "---\ninstrument", "instrument", "---", "a file of law without front matter"),
    ("empty rule", BILL, FILES[BILL][FILES[BILL].index("id: open") : FILES[BILL].rindex("```")], "", OPEN, "an empty rule; expected keys and values"),
    ("rule without keys", BILL, FILES[BILL][FILES[BILL].index("id: open") : FILES[BILL].rindex("```")], "- a\n- b\n", OPEN, "a rule without keys; expected the keys id, cite"),
    ("broken YAML", BILL, "title: A bill", "title: [A bill", "issuer:", "text that is not YAML"),
    ("tab in YAML", BILL, "title: A bill", "\ttitle: A bill", "title:", "text that is not YAML"),
    ("alias", BILL, "title: A bill", "title: *a", "title:", "the alias *a; expected plain values"),
    ("tag of an object", POLICY, "says: A slow", "says: !!python/object/apply:os.system ['touch pwned'] #", "says: A slow", "a list or mapping under 'says'; expected a single text"),
    # tables
    ("units without a column", UNITS, "unit,dimension,factor", "name,dimension,factor", "unit,", "no column unit; expected the columns unit, dimension, factor"),
    ("factor that is no number", UNITS, "km,length,1000", "km,length,many", "km,", "the factor 'many'; expected a number above zero"),
    ("factor of nothing", UNITS, "km,length,1000", "km,length,1/0", "km,", "the factor '1/0'"),
    ("factor below nothing", UNITS, "km,length,1000", "km,length,-1", "km,", "the factor '-1'"),
    ("unit twice", UNITS, "kg,mass,1,", "km,mass,1,", "", "the unit name 'km' stands twice in the table of units"),
    ("no plain number", UNITS, "1,fraction,1,,SI\n", "", "", "no unit '1' of plain numbers"),
    ("unit of another length", UNITS, "kg,mass,1,,SI", "kg,mass,1,,SI,x", "kg,", "a row of another length than the header; expected one value a column"),
    ("quote that never closes", UNITS, "USD,money,1,$,", 'USD,money,1,$,"', "USD,", "text that is not CSV"),
    ("dimensions without a column", DIMENSIONS, "dimension,si", "dimension,base", "dimension,", "no column si; expected the columns dimension, si"),
    ("dimension of another length", DIMENSIONS, "length,m", "length,m,1", "length,", "a row of another length than the header"),
    ("power that is none", DIMENSIONS, "m s^-1", "m s^x", "speed,", "s^x"),
    ("dimension twice", DIMENSIONS, "mass,kg\n", "length,m s\n", "mass,", "'length'"),
    ("dimension of no unit", DIMENSIONS, "money,money", "money,money\nlenght,m", "+1 money,", "'lenght'"),
    ("unit of no dimension", DIMENSIONS, "money,money\n", "", "", "'money'"),
    ("group of unknown standing", GROUPS, "verified", "sure", "friends", "the standing 'sure'; expected verified | partial | unverified"),
    ("memberships without a column", MEMBERS, "nation,group", "country,group", "nation,", "no column nation; expected the columns nation, group, from, until"),
    ("member of an unknown group", MEMBERS, "IT,friends", "IT,freinds", "IT,", "the unknown group 'freinds'; expected a group of groups.csv; did you mean friends?"),
    ("unknown member", MEMBERS, "IT,friends", "ZZ,friends", "IT,", "the unknown nation 'ZZ'; expected a code of names.csv"),
    ("member from no day", MEMBERS, "1987-04-16", "1987-04-31", "IT,", "'1987-04-31', which is no date; expected an ISO date, ~date, or date/date"),
    ("member that leaves before it joins", MEMBERS, "~1990-01-01/1990-12-31", "2021-01-01", "NO,", "a membership that ends before it begins; expected from before until"),
    ("span the wrong way", MEMBERS, "~1990-01-01/1990-12-31", "1990-12-31/1990-01-01", "NO,", "'1990-12-31/1990-01-01', which ends before it begins"),
    ("member of another length", MEMBERS, "a list,partial,", "a list,partial", "NO,", "a row of another length than the header"),
    ("member of unknown standing", MEMBERS, "partial", "guess", "NO,", "the standing 'guess'; expected verified | partial | unverified"),
    ("names without a column", NAMES, "code,alpha3,name", "code,alpha3,named", "code,", "no column name; expected the columns code, name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "message"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_each_fault_is_one_clear_line_with_its_place(
    tmp_path: Path, file: str, old: str, new: str, at: str, message: str
) -> None:
    [fault] = faults(write_law(tmp_path, (file, old, new)))
    assert message in fault
    assert "\n" not in fault
    assert "; expected " in fault
    if at:
        further, _, text = at.partition(" ") if at.startswith("+") else ("0", "", at)
        assert fault.startswith(f"{file}:{line_of(file, text) + int(further)}: "), fault
    else:
        assert fault.startswith(f"{file}: ")


def test_each_case_bears_a_name_of_its_own() -> None:
    assert len({case[0] for case in BROKEN}) == len(BROKEN)


def test_a_fact_missing_from_the_vocabulary_is_missed_where_it_is_used(tmp_path: Path) -> None:
    found = faults(write_law(tmp_path, (FACTS, "fact: range\n", "fact: reach\n")))
    assert [re.sub(r":\d+: .*(?='range')", ": ", fault) for fault in found] == [
        "us/policy.md: 'range'; expected a fact or question of the rulebook",
        "vocabulary/facts.md: 'range'; expected a fact of the rulebook",
        "vocabulary/figures.md: 'range', which is no measured fact; expected an expression of measured facts of the same dimension",
    ]


def test_the_date_must_be_a_fact(tmp_path: Path) -> None:
    [fault] = faults(write_law(tmp_path, (FACTS, "fact: date\n", "fact: day\n")))
    assert fault == "vocabulary: no fact 'date' of type date; expected the day on which the law counts"


def test_many_faults_are_reported_together_in_the_order_of_the_text(tmp_path: Path) -> None:
    found = faults(
        write_law(
            tmp_path,
            (POLICY, "not hypersonic", "not hypersonics"),
            (POLICY, "range >= 300 km", "range >= 300 kg"),
            (POLICY, "[us.policy/denial]", "[us.policy/refusal]"),
            (POLICY, "cite: paragraph 1", "cites: paragraph 1"),
            (ANNEX, "kind is uas", "kind is drone"),
            (BILL, "then: case_by_case", "then: maybe"),
            (FACTS, "margin: 10 %", "margin: 10 km"),
            (FACTS, "type: money", "type: cash"),
            (MEMBERS, "IT,friends", "IT,foes"),
        )
    )
    assert [fault.split(": ")[0] for fault in found] == [
        "mtcr/annex.md:14",
        "nations/memberships.csv:2",
        "proposals/bill.md:13",
        "us/policy.md:15",
        "us/policy.md:15",
        "us/policy.md:16",
        "us/policy.md:26",
        "us/policy.md:26",
        f"vocabulary/facts.md:{line_of(FACTS, 'margin:')}",
        f"vocabulary/facts.md:{line_of(FACTS, 'type: money')}",
    ]


def test_the_error_says_all_of_it(tmp_path: Path) -> None:
    with pytest.raises(LawError) as caught:
        Rulebook.load(
            write_law(tmp_path, (ANNEX, "kind is uas", "kind is drone"), (POLICY, "[us.policy/denial]", "[x/y]"))
        )
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    assert caught.value.faults[0].where == "mtcr/annex.md:14"
    assert caught.value.faults[0].found == "'kind is drone'"
    assert caught.value.faults[0].expected == "uas | rocket"


def test_nothing_of_a_rulebook_is_ever_run(tmp_path: Path) -> None:
    mark = tmp_path / "executed"
    folder = tmp_path / "law"
    command = f"touch {mark}"
    objects = f"!!python/object/apply:os.system ['{command}']"
    for change in (
        (POLICY, "says: A slow drone is decided case by case.", f"says: {objects}"),
        (POLICY, "when: kind is uas and not hypersonic", f"when: {objects}"),
        (POLICY, "when: kind is uas and not hypersonic", f"when: \"__import__('os').system('{command}')\""),
        (POLICY, "when: kind is uas and not hypersonic", "when: system(1 km)"),
        (POLICY, "title: A policy", f"title: {objects}"),
        (FACTS, "margin: 10 %", f"margin: {objects}"),
        (FACTS, "values:\n  uas", f"values:\n  {objects}: x\n  uas"),
        (UNITS, "km,length,1000", "km,length,__import__('os')"),
    ):
        with pytest.raises(LicetError):
            Rulebook.load(write_law(folder, change))
    # A tag on plain text is no more than a remark, and a block in another language is prose.
    book = Rulebook.load(
        write_law(
            folder,
            (POLICY, "says: A slow", "says: !!python/name:os.system A slow"),
            (POLICY, "What is not.", f"What is not.\n\n```python\nimport os; os.system('{command}')\n```"),
        )
    )
    rule = book.rule("us.policy/slow")
    assert rule is not None
    assert rule.says == "A slow drone is decided case by case."
    assert not mark.exists()


# folders and files


def test_a_law_folder_that_is_missing_is_a_clear_error(tmp_path: Path) -> None:
    assert faults(tmp_path / "absent") == [f"{tmp_path / 'absent'}: no such folder; expected a folder of law"]


def test_a_law_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "law").write_text("x")
    assert "no such folder" in faults(tmp_path / "law")[0]


def test_a_law_folder_that_is_empty_is_a_clear_error(tmp_path: Path) -> None:
    [fault] = faults(tmp_path)
    assert fault.startswith(f"{tmp_path}: no file of law; expected ")


def test_a_law_folder_without_units_is_a_clear_error(tmp_path: Path) -> None:
    (write_law(tmp_path) / UNITS).unlink()
    assert faults(tmp_path)[0].startswith(f"{tmp_path}: no law: it has no vocabulary/units.csv")


def test_a_law_folder_without_rules_or_nations_loads(tmp_path: Path) -> None:
    for path in (UNITS, FACTS):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(FILES[path])
    assert not Rulebook.load(tmp_path).rules


@pytest.mark.parametrize("path", ["nations/names.csv", "nations/ambiguous.csv"])
def test_names_that_are_missing_are_a_clear_error_when_a_nation_is_read(tmp_path: Path, path: str) -> None:
    change = (MEMBERS, FILES[MEMBERS].partition("\n")[2], "")
    book = Rulebook.load(write_law(tmp_path, change))
    (tmp_path / path).unlink()
    with pytest.raises(LawError, match=rf"^{path}: No such file"):
        licet.review(rulebook=book, recipient="IT")


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        (
            NAMES,
            "XK,XKX",
            "Xk,XKX",
            "nations/names.csv:4: the codes 'Xk' and 'XKX'; expected two and three capital letters",
        ),
        (
            "nations/ambiguous.csv",
            "IT|NO",
            "IT|ZZ",
            "nations/ambiguous.csv:2: the codes 'IT|ZZ'; expected codes of names.csv",
        ),
        ("nations/ambiguous.csv", "The North", "Italy", "'Italy' for IT, a name of ambiguous.csv too"),
    ],
)
def test_names_that_are_wrong_are_a_clear_error(tmp_path: Path, path: str, old: str, new: str, message: str) -> None:
    with pytest.raises(LawError) as caught:
        licet.review(law=write_law(tmp_path, (path, old, new)), recipient="IT")
    assert message in str(caught.value)


@pytest.mark.parametrize("content", [b"\x00\x01binary", b"---\ninstrument: T\xfcrkei\n"])
@pytest.mark.parametrize("path", [POLICY, FACTS, UNITS, MEMBERS])
def test_a_binary_file_of_law_is_a_clear_error(tmp_path: Path, path: str, content: bytes) -> None:
    (write_law(tmp_path) / path).write_bytes(content)
    found = [fault for fault in faults(tmp_path) if fault.startswith(path)]
    assert len(found) == 1
    assert "a binary file" in found[0] or "not UTF-8" in found[0]


def test_windows_line_ends_and_a_byte_order_mark_change_no_line(tmp_path: Path) -> None:
    change = (POLICY, "kind is uas", "kind is drone")
    before = faults(write_law(tmp_path / "plain", change))
    marked = write_law(tmp_path / "marked", change)
    for path in FILES:
        target = marked / path
        target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(marked) == before


# reforms


def test_a_reform_that_does_not_exist_is_offered_the_near_one(tmp_path: Path) -> None:
    folder = write_law(tmp_path)
    with pytest.raises(InputError, match=r"--reform: 'bil'; expected a file or one of bill; did you mean bill\?"):
        Rulebook.load(folder, ["bil"])
    with pytest.raises(InputError, match=r"'us\.policy', which is law and no proposal"):
        Rulebook.load(folder, ["us.policy"])
    with pytest.raises(InputError, match=r"'2025-02-30', which is no date; expected NAME@YYYY-MM-DD"):
        Rulebook.load(folder, ["bill@2025-02-30"])
    with pytest.raises(InputError, match=r"'bill' a second time"):
        Rulebook.load(folder, ["bill", "bill@2025-01-01"])


def test_faults_of_several_reforms_are_reported_together(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Rulebook.load(write_law(tmp_path), ["bil", "bill@soon", "us.policy"])
    assert len(caught.value.faults) == 3


def test_a_proposal_counts_only_where_it_is_named(tmp_path: Path) -> None:
    folder = write_law(tmp_path)
    assert "proposals.bill/open" not in Rulebook.load(folder).rules
    assert "proposals.bill/open" in Rulebook.load(folder, ["bill"]).rules
    assert Rulebook.load(folder).digest != Rulebook.load(folder, ["bill"]).digest


def test_a_reform_in_a_file_of_its_own_is_checked_like_the_law(tmp_path: Path) -> None:
    folder = write_law(tmp_path / "law")
    reform = tmp_path / "reform.md"
    reform.write_text(
        FILES[BILL].replace("proposals.bill", "proposals.mine").replace("recipient in friends", "recipient in foes")
    )
    with pytest.raises(LawError, match=r"^reform\.md:13: the unknown group 'foes'"):
        Rulebook.load(folder, [str(reform)])
    reform.write_text(FILES[BILL].replace("proposals.bill", "proposals.mine"))
    assert "proposals.mine/open" in Rulebook.load(folder, [f"{reform}"]).rules
    reform.write_text("no law")
    with pytest.raises(LawError, match=r"^reform\.md:1: a file of law without front matter"):
        Rulebook.load(folder, [f"{reform}@2025-01-01"])


def test_a_faulty_law_is_no_reason_for_a_traceback_in_a_review(tmp_path: Path) -> None:
    with pytest.raises(LicetError):
        licet.review(law=write_law(tmp_path, (POLICY, "kind is uas", "kind is drone")), recipient="IT")


def test_the_law_that_came_with_licet_is_sound(rulebook: Rulebook) -> None:
    assert len(rulebook.rules) > 200
    assert not [rule.name for rule in rulebook.rules.values() if not rule.says or not rule.cite or not rule.source]
