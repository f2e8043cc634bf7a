package regions

// SampleProvince and SamplePrefecture are the codes of the invented regions that hold the sample districts. GB/T 2260
// has no province 99.
const (
	SampleProvince   = "990000"
	SamplePrefecture = "990100"
)

// sampleRegions are invented; no county bears or bore any of the districts' names.
func sampleRegions() []Region {
	out := []Region{
		{Code: SampleProvince, Name: "示例省", Sample: true},
		{Code: SamplePrefecture, Name: "示例市", Sample: true},
	}
	for i, name := range []string{"星湖区", "青禾区", "松涧区", "月塘区", "枫桥区", "晴川区", "鹿鸣区", "桐荫区", "澄波区"} {
		out = append(out, Region{Code: "99010" + string(rune('1'+i)), Name: name, Sample: true})
	}
	return out
}
