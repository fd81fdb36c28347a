"""Sentences about saying where something is."""

from __future__ import annotations

from collections.abc import Mapping

from mentalmap.messages import Message, say, say_n

STRINGS: Mapping[str, Message] = {
    # Five ways that are worth the same
    "where_ways": say("Show where it is"),
    "where_by_map": say("Map"),
    "where_by_search": say("Search"),
    "where_by_list": say("List"),
    "where_by_position": say("I am here"),
    "where_by_words": say("In words"),
    "where_cancel": say("Cancel"),
    # What is shown: a point, a way, a line or an area
    "where_shapes": say("What do you want to show?"),
    "where_shape_point": say("A place"),
    "where_shape_ends": say("From and to"),
    "where_shape_line": say("A line"),
    "where_shape_area": say("An area"),
    "where_from": say("Where from?"),
    "where_to": say("Where to?"),
    "where_from_taken": say("From {place}."),
    "where_from_to": say("From {from} to {to}"),
    "where_same_ends": say("That is where you start. Choose another place to end at."),
    "where_outside": say("That is outside {project}. Choose a place inside."),
    "where_home": say("{area}, where I live"),
    # On the map
    "where_map_name": say("Map with a cross in the middle"),
    "where_map_keys": say(
        "The arrow keys move the map under the cross. Plus and minus zoom. Enter places. Escape cancels."
    ),
    "where_map_point": say("Move the map until the cross is on the place. You can also tap the place."),
    "where_map_line": say("Tap where the line begins, then at every bend. Or use the cross."),
    "where_map_area": say("Tap at every bend around the area. Or use the cross."),
    "where_move_map": say("Move the map under the cross."),
    "where_how": say("How it works"),
    "where_place_here": say("Place it here"),
    "where_start_here": say("Start here"),
    "where_end_here": say("End here"),
    "where_corner_here": say("Add a point here"),
    "where_zoom_in": say("Closer"),
    "where_zoom_out": say("Further away"),
    "where_show_all": say("Show the whole map"),
    "where_at": say("At {place}"),
    "where_near_n": say("{distance} north of {place}"),
    "where_near_ne": say("{distance} north-east of {place}"),
    "where_near_e": say("{distance} east of {place}"),
    "where_near_se": say("{distance} south-east of {place}"),
    "where_near_s": say("{distance} south of {place}"),
    "where_near_sw": say("{distance} south-west of {place}"),
    "where_near_w": say("{distance} west of {place}"),
    "where_near_nw": say("{distance} north-west of {place}"),
    # Drawing a line or an area
    "where_corners": say_n("{n} point", "{n} points", 1),
    "where_undo_corner": say("Undo the last point"),
    "where_corner_undone": say("The last point is gone."),
    "where_done": say("Done"),
    "where_same_corner": say("There is a point here already."),
    "where_crosses": say("The line would cross itself there. Choose another point."),
    "where_crosses_closing": say("The area would cross itself when it is closed. Undo the last point."),
    "where_flat": say("There is nothing inside the area. Move a point away from the line."),
    "where_few_corners": say("More points are needed."),
    "where_many_corners": say("There are very many points now. Press Done, or undo some."),
    # Search
    "where_search_label": say("What is the place called?"),
    "where_search_help": say("Write the first letters. Spelling mistakes do not matter."),
    "where_found_label": say("Places found"),
    "where_found": say_n("{n} place found", "{n} places found", 1),
    "where_nothing": say("We know no place called {name}."),
    "where_try_list": say("Choose from the list"),
    "where_try_words": say("Describe it in words"),
    "where_in": say("in {area}"),
    "where_whole_area": say("the whole area"),
    "where_also_called": say("also called {name}"),
    # List
    "where_areas": say("Areas"),
    "where_places": say_n("{n} place", "{n} places", 1),
    "where_elsewhere": say("Other places"),
    "where_back_to_areas": say("All areas"),
    "where_all_of": say("All of {area}"),
    "where_letters": say("First letter"),
    "where_every_letter": say("All"),
    # Where I am now
    "where_position_why": say(
        "Your phone can tell where you are. It asks you first. "
        "Nothing is sent before you have seen it on the map."
    ),
    "where_position_ask": say("Show where I am"),
    "where_position_looking": say("Looking for where you are …"),
    "where_position_found": say("You are within {distance} of the cross."),
    "where_position_denied": say(
        "Your phone may not tell where you are. "
        "You can allow it in the settings of your phone, or choose another way."
    ),
    "where_position_unknown": say(
        "Your phone does not know where you are right now. Try again outdoors, or choose another way."
    ),
    "where_position_slow": say("It takes too long to find you. Try again, or choose another way."),
    "where_position_none": say("This device cannot tell where you are. Choose another way."),
    "where_position_outside": say(
        "You are not in {project} right now. Choose another way to show the place."
    ),
    # In words
    "where_words_label": say("Where is it?"),
    "where_words_help": say("For example: by the old mill, behind the church."),
    "where_words_area": say("Which area is it in?"),
    "where_choose_area": say("Choose an area"),
    "where_is_it_in": say("Is it in {area}?"),
    "where_yes_area": say("Yes, in {area}"),
    "where_use_words": say("Use these words"),
    "where_words_missing": say("First write where it is."),
    "where_area_missing": say("Choose the area that it is in."),
    # How exactly
    "where_how_exactly": say("How exactly may others see it?"),
    "where_how_exactly_help": say("Nobody sees the place more exactly than you choose."),
    "where_exact": say("Exactly here"),
    "where_street": say("About here, within 250 metres"),
    "where_village": say("Only the area, not the spot"),
    "where_area_only": say("Others see only the area."),
    "where_use_place": say("Use this"),
    "where_choose_again": say("Choose again"),
}
