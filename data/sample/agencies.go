package sample

import (
	"tongjian/data"
	"tongjian/data/regions"
)

// character is what makes a district differ from its neighbours.
type character struct {
	size        float64 // how many requests come in, 1 ordinary
	growth      float64 // yearly factor
	granted     float64 // weight of 予以公开 in the first year
	grantedStep float64 // what it changes by every year
	notHeld     float64 // weight of 本机关不掌握
	petition    float64 // weight of 不予处理 rows
	carry       float64 // share of cases carried over
	corrected   float64 // share of reviews that correct the decision
	population  int64
}

// districtCharacters gives the nine sample districts their character, in the order of their codes.
func districtCharacters() []character {
	ordinary := character{size: 1, growth: 1.05, granted: 0.42, notHeld: 0.22, petition: 1, carry: 0.05, corrected: 0.10, population: 520_000}
	out := make([]character, 9)
	for i := range out {
		out[i] = ordinary
		out[i].population += int64(i) * 37_000
	}
	out[0].size, out[0].population = 2.2, 1_180_000   // the centre
	out[1].granted, out[1].grantedStep = 0.72, -0.075 // its release rate falls year by year
	out[2].corrected = 0.38                           // often corrected on review
	out[3].size, out[3].population = 0.22, 96_000     // small
	out[4].notHeld, out[4].granted = 0.48, 0.26       // sends applicants elsewhere
	out[5].growth = 1.24                              // grows fast
	out[7].carry = 0.19                               // carries much over
	out[8].petition, out[8].granted = 3.4, 0.34       // much of it complaints and repeats
	return out
}

// prefectureCharacter is that of the prefecture's own agencies.
func prefectureCharacter() character {
	return character{size: 3, growth: 1.06, granted: 0.44, notHeld: 0.24, petition: 1.2, carry: 0.07, corrected: 0.11, population: 5_900_000}
}

// trade is a kind of agency.
type trade struct {
	name     string // after the district's name; {} is the place name of a township
	requests float64
	stock    int64   // normative documents in force at the beginning
	drafts   float64 // issued a year
	permits  float64
	penalty  float64
	coercion float64
	fees     float64 // 万元 a year
	township bool
}

// trades are the kinds of agency of a district, the most telling first, so that a small sample is still of interest.
func trades() []trade {
	town := func(name string, requests float64) trade {
		return trade{name: name, requests: requests, stock: 1, drafts: 0.1, permits: 30, penalty: 25, township: true}
	}
	return []trade{
		{name: "人民政府办公室", requests: 34, stock: 46, drafts: 7},
		{name: "自然资源局", requests: 58, stock: 9, drafts: 0.9, permits: 420, penalty: 34, coercion: 2, fees: 2600},
		{name: "住房和城乡建设局", requests: 44, stock: 11, drafts: 0.8, permits: 610, penalty: 61, fees: 1850},
		{name: "农业农村局", requests: 11, stock: 6, drafts: 0.5, permits: 260, penalty: 38},
		{name: "教育局", requests: 7, stock: 8, drafts: 0.6, permits: 44, penalty: 2, fees: 310},
		{name: "公安分局", requests: 27, stock: 3, drafts: 0.2, permits: 8200, penalty: 2900, coercion: 640},
		{name: "市场监督管理局", requests: 16, stock: 7, drafts: 0.5, permits: 5200, penalty: 740, coercion: 26},
		town("{}街道办事处", 9),
		town("{}街道办事处", 5),
		town("{}镇人民政府", 13),
		{name: "人力资源和社会保障局", requests: 9, stock: 10, drafts: 0.7, permits: 240, penalty: 19},
		{name: "综合行政执法局", requests: 17, stock: 4, drafts: 0.3, permits: 320, penalty: 1650, coercion: 210},
		{name: "卫生健康委员会", requests: 4, stock: 8, drafts: 0.5, permits: 760, penalty: 120},
		{name: "民政局", requests: 3, stock: 9, drafts: 0.6, permits: 40, penalty: 1},
		{name: "财政局", requests: 3, stock: 12, drafts: 0.9, permits: 15, penalty: 1},
		{name: "交通运输局", requests: 4, stock: 5, drafts: 0.4, permits: 540, penalty: 430, coercion: 35},
		{name: "水务局", requests: 3, stock: 4, drafts: 0.3, permits: 120, penalty: 22, fees: 430},
		{name: "应急管理局", requests: 2, stock: 3, drafts: 0.3, permits: 180, penalty: 95, coercion: 4},
		{name: "司法局", requests: 2, stock: 3, drafts: 0.2, permits: 20},
		{name: "发展和改革局", requests: 5, stock: 6, drafts: 0.5, permits: 210, penalty: 1},
		town("{}镇人民政府", 6),
		{name: "审计局", requests: 0.7, stock: 2, drafts: 0.1},
		{name: "文化和旅游局", requests: 1.5, stock: 3, drafts: 0.2, permits: 130, penalty: 18},
		{name: "行政审批局", requests: 1.2, stock: 2, drafts: 0.2, permits: 11800},
		{name: "统计局", requests: 0.4, stock: 1, drafts: 0.1, penalty: 2},
		{name: "医疗保障局", requests: 1, stock: 3, drafts: 0.3, penalty: 11},
		{name: "退役军人事务局", requests: 1, stock: 2, drafts: 0.2},
		{name: "商务局", requests: 0.6, stock: 3, drafts: 0.3, permits: 25, penalty: 2},
		{name: "科学技术局", requests: 0.3, stock: 4, drafts: 0.4},
		town("{}镇人民政府", 8),
		town("{}街道办事处", 4),
		{name: "信访局", requests: 2.5, stock: 1, drafts: 0.1},
		{name: "民族宗教事务局", requests: 0.3, stock: 1, drafts: 0.1, permits: 12},
		town("{}镇人民政府", 4),
		{name: "体育局", requests: 0.2, stock: 1, drafts: 0.1, permits: 18},
		{name: "机关事务管理局", requests: 0.5, stock: 1, drafts: 0.1},
	}
}

// MaxAgencies is the most agencies a sample district can have.
func MaxAgencies() int { return len(trades()) }

// cityTrades are the agencies of the prefecture itself that report.
func cityTrades() []trade {
	all := trades()
	return []trade{all[0], all[1], all[2], all[4], all[6], all[10]}
}

// townNames are invented names of townships, four to a district and more as needed.
func townNames() []string {
	return []string{
		"柳岸", "青石坡", "长堤口", "云脚", "石埠", "古槐", "松风岭", "梅坞里", "荷湾子", "杏林坪", "榆树屯", "雁落",
		"白沙嘴", "红枣园", "麦香", "桑榆", "竹影", "渔歌", "晒谷场", "桂花坞", "流萤", "望潮台", "枕溪", "半坡岗",
		"听泉", "稻香湾", "苇塘口", "银杏里", "双井坊", "三棵松", "月牙池", "落霞", "春晓", "秋实", "鹭影", "鱼跃",
		"石榴坡", "橘井", "蓝桥里", "翠屏坳", "金穗", "玉带河", "星光里", "花朝", "豆蔻", "采莲", "木棉坊", "海棠里",
		"芳草洲", "紫藤坡", "黄菊岭", "丹枫里", "碧螺", "绿萝湾", "苍梧里", "乌桕", "赤石台", "素心", "墨池坊", "砚田",
		"书香里", "琴台坊", "棋盘坳", "画桥",
	}
}

// member is an agency that reports, with what makes it what it is.
type member struct {
	regions.Agency
	trade     trade
	character character
	// rules is set for the office of a government that makes 规章.
	rules bool
	// renamed is the first year the agency reports on under its present name; 0 when it always had it. Before, the first of its
	// aliases was its name.
	renamed int
	// lapse is the year documents of the agency lapsed, which it tells in its prose; 0 for never.
	lapse int
	// only is the one year the agency reports on; 0 for all.
	only int
	// unlisted is set for an agency that the roster lacks, doubled for one that is another by a second name.
	unlisted, doubled bool
	// folder is the name of the region's folder.
	folder string
}

// members lists the agencies that report on themselves, by region code then in the order of trades, and the governments
// that report for all of theirs.
func (c Config) members() (own, governments []member) {
	towns := townNames()
	add := func(region regions.Region, ch character, list []trade) {
		for _, t := range list {
			name := region.Name + t.name
			if t.township {
				name = region.Name + towns[0] + t.name[len("{}"):]
				towns = towns[1:]
			}
			kind := regions.KindDepartment
			if t.township {
				kind = regions.KindTownship
			}
			own = append(own, member{trade: t, character: ch, folder: region.Name,
				rules: region.Code == regions.SamplePrefecture && t.name == "人民政府办公室", Agency: regions.Agency{
					Name: name, Region: region.Code, Kind: kind, Scope: data.ScopeOwn, ExpectedFrom: c.From, Sample: true,
				}})
		}
		governments = append(governments, member{character: ch, folder: region.Name, Agency: regions.Agency{
			Name: region.Name + "人民政府", Region: region.Code, Kind: regions.KindGovernment, Scope: data.ScopeConsolidated,
			ExpectedFrom: c.From, Population: ch.population, Sample: true,
		}})
	}
	prefecture, _ := regions.ByCode(regions.SamplePrefecture)
	city := cityTrades()
	add(prefecture, prefectureCharacter(), city[:min(len(city), c.Agencies)])
	for i, district := range regions.Children(regions.SamplePrefecture)[:c.Regions] {
		add(district, districtCharacters()[i], trades()[:c.Agencies])
	}
	if c.everyKind() {
		department, joint := c.strays()
		own, governments = append(own, department), append(governments, joint)
		own = c.changes(own)
	}
	return own, governments
}

// strays are agencies the roster lacks: a department, and a second name under which a government's consolidated report on the
// first year came once more.
func (c Config) strays() (department, joint member) {
	district := regions.Children(regions.SamplePrefecture)[0]
	department = member{trade: trade{name: "数据资源管理局", requests: 3, stock: 2, drafts: 0.4}, character: districtCharacters()[0],
		folder: district.Name, only: c.To, unlisted: true, Agency: regions.Agency{
			Name: district.Name + "数据资源管理局", Region: district.Code, Kind: regions.KindDepartment, Scope: data.ScopeOwn, Sample: true,
		}}
	joint = member{character: districtCharacters()[0], folder: district.Name, only: c.From, unlisted: true, doubled: true, Agency: regions.Agency{
		Name: district.Name + "委、" + district.Name + "人民政府", Region: district.Code, Kind: regions.KindGovernment,
		Scope: data.ScopeConsolidated, Sample: true,
	}}
	return department, joint
}
