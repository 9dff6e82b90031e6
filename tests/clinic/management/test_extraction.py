"""The texts to translate are found in templates and exercise files."""

from io import BytesIO

from babel.messages.extract import DEFAULT_KEYWORDS, extract

from clinic.management import extraction

TEMPLATE = b"""{% load i18n %}{# Not "this": a comment. #}
<p title='{% translate "Well done" %}'>{{ day|date:_("j M") }}</p>
    {% blocktranslate trimmed count n=rows|length %}
      {{ n }} row
    {% plural %}
      {{ n }} rows
    {% endblocktranslate %}
  {% translate "100 % of it" %}
"""
EXERCISE = b"""
code = "squat"
name = "Squat"
purpose = "Strengthens the thighs."
instructions = ["Stand.", "Sit."]
[views]
advice = "Put the phone down."
[[phases]]
name = "turning_out"
label = "on the way out"
[[measures]]
label = "Knee bend"
source = "A paper."
[[mistakes]]
code = "shallow"
name = "Not deep enough"
cue = "Lower."
clinical = "Insufficient depth."
[mistakes.only_if]
otherwise = "not seen standing"
[hold]
postures = [{ measure = "knee_flexion" }, { otherwise = "not seen lying" }]
"""


def found_in(how, text):
    return [message for _, message, _, _ in extract(how, BytesIO(text))]


def test_texts_plurals_and_formats_of_a_template_are_found():
    texts = found_in(extraction.from_template, TEMPLATE)

    assert texts == [
        "Well done",
        "j M",
        ("%(n)s row", "%(n)s rows"),
        "100 %% of it",
    ]


def test_what_pages_show_of_an_exercise_is_found_and_nothing_else():
    texts = found_in(extraction.from_exercise, EXERCISE)

    assert texts == [
        *("Squat", "Strengthens the thighs.", "Stand.", "Sit."),
        *("Put the phone down.", "turning out", "Knee bend"),
        *("Not deep enough", "Lower.", "Insufficient depth."),
        *("not seen lying", "not seen standing"),
    ]


def test_a_translator_reads_where_a_text_of_an_exercise_is_shown():
    rows = extraction.from_exercise(BytesIO(EXERCISE), DEFAULT_KEYWORDS, [], {})
    where = {text: comments for _, _, text, comments in rows}

    assert where["Lower."] == ["mistakes: cue"]
    assert where["not seen lying"] == ["why it was not judged"]
