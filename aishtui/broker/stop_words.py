"""Words a question is made of that say nothing about its subject."""

# Only English ones: the manual is in English, and the words of another language have to count as not found.
_TEXT = """
a about actually again all also am an and any anything are as at be been but by can cannot could do does doing
done don for from get give go had has have he hello her here hey hi him his how i if in into is isn it its just
know let like ll look make me mean more most much my need no not now of off on one or other our out over please
re really s say see set she should so some something still t tell thank thanks that the their them then there
these they thing things this those to too us use using ve very want was way we well were what when where whether
which while who whom whose why will with without work works would yes you your
"""

STOP_WORDS = frozenset(_TEXT.split())
