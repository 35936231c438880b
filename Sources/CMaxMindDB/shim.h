#pragma once
#include <maxminddb.h>

/* MMDB_get_value takes a path of any length. These are the paths of GeoLite2, GeoIP2 and DB-IP files. */
static inline int cmaxminddb_country(MMDB_entry_s *entry, MMDB_entry_data_s *data) {
    return MMDB_get_value(entry, data, "country", "iso_code", NULL);
}
static inline int cmaxminddb_city(MMDB_entry_s *entry, MMDB_entry_data_s *data) {
    return MMDB_get_value(entry, data, "city", "names", "en", NULL);
}
static inline int cmaxminddb_latitude(MMDB_entry_s *entry, MMDB_entry_data_s *data) {
    return MMDB_get_value(entry, data, "location", "latitude", NULL);
}
static inline int cmaxminddb_longitude(MMDB_entry_s *entry, MMDB_entry_data_s *data) {
    return MMDB_get_value(entry, data, "location", "longitude", NULL);
}
