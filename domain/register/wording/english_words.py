"""The words of English schedule wordings by what they do; of several that fit, the longest is read."""

from typing import Final

from domain.register.wording.vocabulary import Sign

ENGLISH_WORDS: Final[dict[Sign, str]] = {
    Sign.RECURRENCE: (
        r"(?:at least )?(?:once|twice|one time|\d+ times|three times|four times) (?:a|an|per|every|each|in a)"
        r" (?:fiscal |calendar )?(?:year|half|half-year|quarter|month|week|day)"
        r"|(?:once )?(?:every|each) (?:other |second )?(?:\d+ |two |three |four |six |fiscal )?"
        r"(?:years?|half-years?|half|quarters?|months?|weeks?|days?|january|february|march|april"
        r"|may|june|july|august|september|october|november|december|monday|tuesday|wednesday"
        r"|thursday|friday)"
        r"|(?:bi|semi)-?(?:monthly|annual(?:ly)?|weekly)|monthly|quarterly|annual(?:ly)?|yearly"
        r"|(?:once|twice|three times) (?:yearly|monthly|weekly|annually)|weekly|daily|fortnightly|half-yearly|per (?:year|quarter|month)|regular(?:ly)?"
        r"|periodic(?:al)?(?:ly)?|on a regular basis|at regular intervals"
    ),
    Sign.SINCE: (
        r"from|since|(?:starting|beginning|commencing|effective)(?: from| in| on| as of)?|as from"
        r"|with effect from"
    ),
    Sign.ONWARD: r"onwards?|and (?:later|after|beyond|thereafter)|or later|on(?=$)|and on",
    Sign.UNTIL: (
        r"by|on or before|until|till|(?:no|not) later than|up to|through|thru|at the latest(?: by)?|latest(?: by)?"
        r"|(?:with a )?deadline(?: of| is)?|due(?: by| on| in| date)?"
    ),
    Sign.BEFORE: r"before|prior to|ahead of",
    Sign.DURING: r"during|within(?= (?:the |this |fy|fiscal|20))|throughout|over(?= (?:the )?(?:fy|20))",
    Sign.WAVE: r"to(?= )|~|-",
    Sign.LIMIT: r"within",
    Sign.OVER: r"(?:over|for|during)(?: the next)?",
    Sign.FROM_NOW: (
        r"from now|from today|the (?:next|coming)(?= (?:\d|one|two|three|four|five|six|seven|eight"
        r"|nine|ten|twelve|few|years?|months?|weeks?|days?))"
    ),
    Sign.ABOUT: (
        r"around|about|approximately|approx\.?|circa|ca\.|roughly|tentative(?:ly)?|provisional(?:ly)?"
        r"|possibly|or so|est\.|estimated"
    ),
    Sign.AIM: r"target(?:ed|ing)?(?: for| date)?|goal|aim(?:ing|ed)?(?: for)?|objective",
    Sign.HOPE: r"expected|expect|anticipated|projected|envisaged|hope(?:d)?",
    Sign.PLAN: (
        r"planned(?: for| to)?|plan(?: to)?|scheduled(?: for| to)?|to be(?= (?:completed|implemented"
        r"|started|finished|launched|done|introduced|established|conducted))|slated(?: for)?|will be|will"
    ),
    Sign.EARLIEST: (
        r"(?:no|not) (?:earlier|sooner) than|(?:as early as|at the earliest)(?= )|(?<=\d )at the earliest"
    ),
    Sign.START: (
        r"starts?|started(?= from)|launch(?:ed)?|begins?|commence(?:ment|s)?|go-?live|going live"
        r"|kick-?off|start of operations?|come into (?:force|effect)|enforcement"
    ),
    Sign.FINISH: r"ends?(?= ?:)|complet(?:e|ion)|finish|(?<=be )(?:completed|finished|done)|finali[sz](?:e|ation)",
    Sign.DONE: (
        r"completed|implemented|done|finished|closed|already [a-z]+|has been [a-z]+|have been [a-z]+"
    ),
    Sign.AS_OF: r"as (?:of|at)(?! possible)|status (?:as )?of",
    Sign.MANNER: (
        r"as (?:and when )?(?:needed|required|necessary|appropriate)|(?:when|where|if|whenever)(?:ever)?"
        r" (?:needed|necessary|required|appropriate|applicable)|ad[- ]hoc|on demand|from time to time"
        r"|in (?:stages|phases|sequence|due course|turn)|step[- ]by[- ]step|gradual(?:ly)?"
        r"|progressive(?:ly)?|phased|sequential(?:ly)?|on a rolling basis|at any time|successively"
    ),
    Sign.PROMPT: (
        r"prompt(?:ly)?|asap|a\.s\.a\.p\.|as soon as (?:possible|practicable)|without (?:undue )?delay"
        r"|as early as possible|at the earliest(?: opportunity)?|soon|shortly|urgent(?:ly)?|quickly"
        r"|swiftly|speedily|expeditiously|early"
    ),
    Sign.AT_ONCE: r"(?:with )?immediate(?:ly)?(?: effect)?|at once|instantly|right away|same day|without any delay",
    Sign.EACH_TIME: r"each time|every time|on each occasion|per (?:occurrence|case)|whenever",
    Sign.AFTER_EVENT: r"(?:soon )?(?:after|upon|once|following)|as soon as",
    Sign.ON_EVENT: (
        r"when|at the time of|on the occasion of|in (?:line|conjunction|accordance) with"
        r"|together with|at each|in case of|in the event of|if|depending on|subject to"
    ),
    Sign.NEXT_EVENT: r"(?:the )?next",
    Sign.GOING: (
        r"on-?going|continu(?:ous(?:ly)?|ing|ed|al(?:ly)?|e)|in progress|under ?way|in operation"
        r"|permanent(?:ly)?|for the time being|in place|constant(?:ly)?|always|at all times"
        r"|in force|year-round|all year round|open-ended"
    ),
    Sign.WEIGHED: r"tb[dac]\.?|t\.b\.d\.?|undecided|undetermined|in preparation|in planning|on hold",
    Sign.ASKED: (
        r"under (?:consideration|discussion|study|examination|review|negotiation)|being considered"
        r"|to be (?:considered|discussed|examined)|considering"
    ),
    Sign.OPEN_TIME: (
        r"to be (?:determined|decided|confirmed|announced|advised|fixed|agreed)"
        r"|not (?:yet )?(?:decided|determined|fixed|scheduled|set|known)"
        r"|pending|unscheduled|unknown|at a later date|later date|in (?:the )?future|open(?!-)"
    ),
    Sign.FORMERLY: r"originally|original|previously|previous|prev\.?|initially|initial(?= ?:)|formerly|former|was|revised from|changed from",
    Sign.ARROW: r"→|=>|->",
    Sign.ACTION: (
        r"implement(?:ation|s|ing)?|introduc(?:e|tion|ing)|establish(?:ment|ing)?|training|trainings"
        r"|review(?:s|ing)?|revis(?:e|ion)|roll-?out|execut(?:e|ion)|conduct|audit(?:s|ing)?"
        r"|report(?:s|ing)?|submi(?:t|ssion)|publi(?:sh|cation)|disclos(?:e|ure)|separat(?:e|ion)"
        r"|upgrade|updat(?:e|es|ing)|monitor(?:ing)?|check(?:s|ing)?|inspection|survey|migration"
        r"|renewal|operation(?:s)?|appl(?:y|ication)|approval|meeting|follow-?up|setup|set up"
        r"|development|deploy(?:ment)?|release|test(?:s|ing)?|assess(?:ment)?|evaluat(?:e|ion)"
        r"|improvement|reorgani[sz]ation|appointment|discussion|analysis|investigation|notification"
        r"|implemented|introduced|established|conducted|started|launched|carried out|phase"
    ),
    Sign.LINK: r"the|of|in|on|at|a|an|and(?= (?!after|later))|be|is|are|it|all|with|this|that|will",
    Sign.TOPIC: r":|period|timing|date|schedule|timeline",
    Sign.JOIN: r",|;|/|&",
    Sign.EITHER: r"or",
    Sign.OPEN: r"\(|\[",
    Sign.CLOSE: r"\)|\]",
    Sign.FILL: r" +|\.|now",
    Sign.SPOILER: (
        r"not|never|cancel(?:l?ed)?|abandoned|suspended|except|excluding|see|refer|without|no"
        r"|delayed|overdue|unless|reject(?:ed)?|withdrawn|withdraw|dropped|shelved|postponed(?! to)|void|obsolete"
    ),
}
