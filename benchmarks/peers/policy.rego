# The small policy in Rego. Days are numbers that read like dates; groups are data: group, nation, the first day and the first day after.

package policy

decision := {"category": category, "posture": posture}

in_group(nation, group) if {
	span := data.groups[group][nation]
	input.date >= span.from
	input.date < span.until
}

in_force(from, until) if {
	input.date >= from
	input.date < until
}

since(from) if input.date >= from

# The category

missile if input.kind in {"ballistic_missile", "space_launch_vehicle", "cruise_missile", "uas"}

# mtcr.annex/rockets, drones, facilities
category_i if {
	since(19870416)
	input.kind in {"ballistic_missile", "space_launch_vehicle", "cruise_missile", "uas", "facility"}
	input.range >= 300
	input.payload >= 500
}

# mtcr.annex/long-range
category_ii if {
	since(19930107)
	missile
	input.range >= 300
}

# mtcr.annex/hypersonic
category_ii if {
	since(20020901)
	input.hypersonic
	input.kind in {"ballistic_missile", "cruise_missile", "uas"}
}

# mtcr.annex/parts
category_ii if {
	since(19870416)
	input.kind == "component"
	input.specially_designed
	input.range >= 300
	not civil_part
}

# mtcr.annex/civil-parts
civil_part if {
	input.kind == "component"
	input.purpose == "civil"
	input.range < 600
	not input.wmd_concern
}

category := "I" if {
	category_i
} else := "II" if {
	category_ii
} else := "unlisted"

# The posture

us if input.exporter == "US"

ally if in_group(input.recipient, "nato")

ally if in_group(input.recipient, "mnna")

large_drone if {
	us
	input.kind == "uas"
	category == "I"
}

# mtcr.guidelines/facilities
prohibited if {
	category == "I"
	input.kind == "facility"
}

# us.embargo/embargo
prohibited if {
	us
	since(19930101)
	in_group(input.recipient, "embargoed")
}

# mtcr.guidelines/category-i-1987
strong_presumption_of_denial if {
	in_force(19870416, 19930107)
	category == "I"
	input.wmd_concern
}

# mtcr.guidelines/category-i
strong_presumption_of_denial if {
	since(19930107)
	category == "I"
	not loosened
}

# mtcr.guidelines/intent
strong_presumption_of_denial if {
	since(19930107)
	input.wmd_concern
	meant
}

meant if category in {"I", "II"}

meant if missile

# us.uas-2020/retained
strong_presumption_of_denial if {
	us
	in_force(20200724, 20250915)
	category == "I"
	retained
}

retained if input.kind == "cruise_missile"

retained if {
	input.kind == "uas"
	input.max_airspeed >= 800
}

retained if {
	input.kind == "uas"
	input.hypersonic
}

# us.launchers/partners
loosened if {
	us
	since(19930927)
	input.kind == "space_launch_vehicle"
	category == "I"
	input.purpose == "space"
	in_group(input.recipient, "mtcr_partner")
	not input.wmd_concern
}

# us.uas-2015/allies
loosened if {
	in_force(20150217, 20180419)
	large_drone
	input.purpose == "military"
	in_group(input.recipient, "nato")
}

# us.uas-2018/allies
loosened if {
	in_force(20180419, 20200724)
	large_drone
	ally
	input.value < 500000000
}

# us.uas-2020/slow
loosened if {
	in_force(20200724, 20250915)
	large_drone
	input.max_airspeed < 800
	not input.hypersonic
	not suspected
}

# us.uas-2025/aircraft
loosened if {
	since(20250915)
	large_drone
	not input.hypersonic
}

# us.uas-2020/concern
suspected if {
	in_force(20200724, 20250915)
	large_drone
	in_group(input.recipient, "concern")
	input.purpose != "civil"
}

presumption_of_denial if suspected

# mtcr.guidelines/catch-all
presumption_of_denial if {
	since(20030101)
	category == "unlisted"
	input.wmd_concern
	in_group(input.exporter, "mtcr_partner")
}

# us.cat-2023/rights
presumption_of_denial if {
	us
	in_force(20230223, 20250314)
	input.purpose == "law_enforcement"
	not ally
}

# mtcr.guidelines/category-ii
case_by_case if {
	category == "II"
	not favoured
}

case_by_case if loosened

# us.cat-2018/allies
favoured if {
	us
	in_force(20180419, 20230223)
	category == "II"
	in_group(input.recipient, "nato")
	input.value < 50000000
	not input.wmd_concern
}

# us.cat-2025/partners
favoured if {
	us
	since(20250409)
	category == "II"
	ally
	input.value >= 14000000
	not input.wmd_concern
}

posture := "prohibited" if {
	prohibited
} else := "strong_presumption_of_denial" if {
	strong_presumption_of_denial
} else := "presumption_of_denial" if {
	presumption_of_denial
} else := "case_by_case" if {
	case_by_case
} else := "presumption_of_approval" if {
	favoured
} else := "none"
