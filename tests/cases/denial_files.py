"""Registers of refusals as files, made here: the columns, and rows of which a test changes what it is about. The names are invented."""

from __future__ import annotations

from licet.cases.denials import Register
from licet.cases.denials_reading import read_denials
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import nations_of

HEAD = "reference,regime_reg_ref,name,address,notifying_government,country,denial_cle,item_description,end_use,reason_for_refusal,entity_type"
GYRO = "DN1,R-1,Zarand Precision Works,1 Mill Road,Norway,Pakistan,9.A.6,Fibre optic gyroscope,survey,missile concern,end_user"
BROKER = "DN1,R-1,Halvorsen Trading FZE,,Norway,United Arab Emirates,9.A.6,Fibre optic gyroscope,survey,missile concern,third_party"
ENGINE = (
    'DN2,R-2,Kestrel Air Motors,"Hangar 4, Field",Italy,Turkey,M3A1a,Turbojet engine,target drones,diversion,consignee'
)
UNLISTED = "DN3,R-3,Old Quay Supplies,2 Quay,Italy,Iran,catch all,Bearing grease,lubrication,end use,end_user"


def register(*rows: str, head: str = HEAD) -> Register:
    """Read a register of some rows."""
    return read_denials("\n".join((head, *rows, "")).encode(), "denials.csv", nations_of(Rulebook.load()))
