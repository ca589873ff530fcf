"""The gazetteer that ships: countries, their units, settlements and other places, and the code that loads them."""
