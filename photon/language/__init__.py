"""Floor 0: texts in the user's language, which all floors use."""

from photon.language.language import has_decimal_comma as has_decimal_comma
from photon.language.translation import counted as counted
from photon.language.translation import exact_size as exact_size
from photon.language.translation import number as number
from photon.language.translation import tr as tr
from photon.language.translation import tr_n as tr_n
