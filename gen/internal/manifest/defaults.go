package manifest

// What holds where a manifest says nothing lives here.

// Standard is the value of a setting that a manifest does not name, as Setting.Value has
// it. It panics if the table is wrong.
func (s *SettingKey) Standard() int64 {
	v, err := s.value(s.Default)
	if err != nil {
		panic(err)
	}
	return v
}

// SettingValue is the value of a setting: that of the manifest, or the standard one.
func (m *Manifest) SettingValue(row *SettingKey) int64 {
	for _, s := range m.Settings {
		if s.Key == row.Key {
			return s.Value
		}
	}
	return row.Standard()
}
