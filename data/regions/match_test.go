package regions

import (
	"slices"
	"testing"
	"unicode/utf8"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text  string
		hints []string
		want  string // code; empty: not certain
	}{
		// Agencies and titles as reports bear them.
		{text: "开封市龙亭区政府办公室", want: "410202"},
		{text: "龙亭区政府办公室2021年政府信息公开工作年度报告", want: "410202"},
		{text: "龙亭区", want: "410202"},
		{text: "000-开封市龙亭区政府办公室-2021.txt", want: "410202"},
		{text: "淮安市洪泽区2023年政府信息公开工作年度报告", want: "320813"},
		{text: "洪\t泽\t区\t人\t民\t政\t府\n2023年\t政\t府\t信\t息", want: "320813"},
		{text: "上海市人民政府办公厅", want: "310000"},
		{text: "2024 年上海市科委政府信息公开工作\n年度报告", want: "310000"},
		{text: "宿迁市 2025 年政府信息公开工作年度报告", want: "321300"},
		{text: "宿迁2025年政府信息公开工作年度报告", want: "321300"},
		{text: "012-宿迁-2025", want: "321300"},
		{text: "广州市海珠区官洲街道办事处", want: "440105"},
		{text: "怀化市洪江区沅江路街道", want: "431200"}, // 洪江区 is no region of the standard, and not 洪江市
		{text: "西咸新区底张街道办事处", want: ""},
		{text: "新疆尼勒克县某镇", want: "654028"},
		{text: "绵竹市某镇(按域名推断)", want: "510683"},
		{text: "岳阳市南湖新区某局", want: "430600"},
		{text: "雄县某乡2019年政府信息公开工作年度报告", want: "130638"},
		{text: "柞水县凤凰镇", want: "611026"},
		{text: "定兴县肖村乡", want: "130626"},
		{text: "乌海市工业和信息化局", want: "150300"},
		{text: "杭州市江干区市场监督管理局", want: "330104"},
		{text: "长春新区市场监管分局", want: "220100"},
		{text: "某市市场监督管理局(镜像域名)", want: ""},
		{text: "平湖市某局", want: "330482"},
		{text: "海城市西四镇", want: "210381"},
		{text: "某区统计局", want: ""},
		{text: "抚远市自然资源局", want: "230883"},
		{text: "来凤县政务服务和大数据管理局", want: "422827"},
		{text: "保康县农业农村局", want: "420626"},
		{text: "西安市阎良区信访局", want: "610114"},
		{text: "开平市水利局", want: "440783"},
		{text: "迁安市大五里镇", want: "130283"},
		{text: "淄博高新区中埠镇人民政府", want: "370300"},
		{text: "某街道办事处", want: ""},
		{text: "无锡市锡山区云林街道", want: "320205"},
		{text: "西安市莲湖区桃园开发区管委会", want: "610104"},
		{text: "商都县卯都乡", want: "150923"},
		{text: "上海市长宁区房管局", want: "310105"},
		{text: "东阳市自然资源和规划局", want: "330783"},
		{text: "平度市公安局", want: "370283"},
		{text: "襄阳市襄州区水利局", want: "420607"},
		{text: "上海市普陀区", want: "310107"},
		{text: "杭州市余杭区统计局", want: "330110"},

		// Names several regions bear.
		{text: "鼓楼区人民政府", want: ""},
		{text: "城关区财政局", want: ""},
		{text: "和平区", want: ""},
		{text: "开封市鼓楼区人民政府", want: "410204"},
		{text: "鼓楼区（开封市）", want: "410204"},
		{text: "鼓楼区人民政府", hints: []string{"南京市/2021年"}, want: "320106"},
		{text: "鼓楼区人民政府", hints: []string{"410200"}, want: "410204"},
		{text: "鼓楼区人民政府", hints: []string{"洛阳市", "福建省"}, want: "350102"},
		{text: "鼓楼区人民政府", hints: []string{"朝阳区"}, want: ""},
		{text: "江苏省南京市鼓楼区和徐州市鼓楼区", want: ""},
		{text: "龙亭区、鼓楼区", hints: []string{"410202"}, want: "410202"},
		{text: "吉林省吉林市船营区", want: "220204"},
		{text: "吉林2021年政府信息公开工作年度报告", want: ""},
		{text: "河南2021年政府信息公开工作年度报告", want: "410000"},
		{text: "长沙县人民政府", want: "430121"},

		// Hints choose among what is named and add nothing.
		{text: "政府办公室2021年政府信息公开工作年度报告", hints: []string{"410202"}, want: ""},
		{text: "宿迁市", hints: []string{"410202"}, want: "321300"},

		// Names that are words elsewhere.
		{text: "阳泉市城区人民政府", want: "140302"},
		{text: "城区人民政府", want: ""},
		{text: "开展城区绿化", hints: []string{"阳泉市"}, want: ""},
		{text: "乐山市市中区人民政府", want: "511102"},
		{text: "乐山市中区人民政府", want: "511102"},
		{text: "沈阳市中山公园管理处", want: "210100"},
		{text: "西安市高新城区管委会", want: "610100"},
		{text: "全市和县级单位", want: ""},
		{text: "关于上海城市管理的报告", want: "310000"},
		{text: "贵阳市开展上海城市精细化管理交流", want: "520100"},
		{text: "公安局2021年政府信息公开工作年度报告", want: ""},
		{text: "平安建设、合作交流、惠民工程", want: ""},
		{text: "南京东路街道办事处", want: ""},
		{text: "上海市黄浦区南京东路街道办事处", want: "310101"},
		{text: "高新区管委会", want: ""},

		// Shortened names.
		{text: "恩施州人民政府", want: "422800"},
		{text: "北川县擂鼓镇", want: "510726"},
		{text: "开封顺河区财政局", want: "410203"},
		{text: "开封龙亭政府办公室", want: "410202"},
		{text: "开封市场监管局", want: "410200"},
		{text: "东乡县人民政府", hints: []string{"临夏州"}, want: "622926"},

		// Past names and places without a prefecture between.
		{text: "襄樊市襄阳区", want: "420607"},
		{text: "开封县人民政府", want: "410224"},
		{text: "金明区政府办公室", want: "410211"},
		{text: "北京市东城区", want: "110101"},
		{text: "湖北省仙桃市", want: "429004"},
		{text: "北京市市辖区", want: "110000"},
		{text: "哈密市人民政府", want: "650500"},

		// Compatibility forms: ⽰ (U+2F70) for 示.
		{text: "⽰例市星湖区政府办公室", want: "990101"},
		{text: "星湖街道", want: ""},
		{text: "", want: ""},
	} {
		got, ok := Find(c.text, c.hints...)
		if ok != (c.want != "") || got.Region.Code != c.want {
			t.Errorf("Find(%q, %q) = %s %s %v (%q, %d candidates), want %q", c.text, c.hints, got.Region.Code, got.Region.Name, ok, got.Text, len(got.Candidates), c.want)
		}
		if ok && (len(got.Candidates) != 1 || got.Text == "") {
			t.Errorf("Find(%q): %d candidates, text %q", c.text, len(got.Candidates), got.Text)
		}
	}
}

func TestFindText(t *testing.T) {
	for text, want := range map[string]string{
		"河南省开封市龙亭区政府办公室": "河南省开封市龙亭区",
		"龙亭区政府办公室":       "龙亭区",
		"龙亭区（开封市）":       "龙亭区",
		"龙亭区、鼓楼区":        "龙亭区、鼓楼区",
	} {
		if got, _ := Find(text); got.Text != want {
			t.Errorf("Find(%q).Text = %q, want %q", text, got.Text, want)
		}
	}
}

func TestFindCandidates(t *testing.T) {
	got, ok := Find("鼓楼区人民政府")
	if ok {
		t.Fatalf("鼓楼区 found: %v", got.Region)
	}
	var have []string
	for _, r := range got.Candidates {
		have = append(have, r.Code)
	}
	if want := []string{"320106", "320302", "350102", "410204"}; !slices.Equal(have, want) {
		t.Errorf("candidates %v, want %v", have, want)
	}
}

func TestFindIn(t *testing.T) {
	for _, c := range []struct {
		year int
		text string
		want string
	}{
		{2019, "邢台市桥西区", "130503"},
		{2019, "三元区人民政府", "350403"},
		{2021, "三元区人民政府", "350404"},
		{2023, "三元区人民政府", "350404"},
		{2010, "巢湖市", "341400"},
		{2012, "巢湖市", "340181"},
		{2013, "儋州市", "469003"},
		{2023, "儋州市", "460400"},
		{2020, "杭州市江干区", "330104"},
		{2023, "杭州市江干区", "330104"}, // nobody bears it any more
		{2013, "淮阴区", "320804"},
	} {
		if got, _ := FindIn(c.year, c.text); got.Region.Code != c.want {
			t.Errorf("FindIn(%d, %q) = %q, want %q", c.year, c.text, got.Region.Code, c.want)
		}
	}
	if got, _ := FindIn(2019, "桥西区"); len(got.Candidates) != 3 {
		t.Errorf("桥西区 in 2019: %v, want three districts", got.Candidates)
	}
	if got, _ := FindIn(2021, "桥西区"); len(got.Candidates) != 2 {
		t.Errorf("桥西区 in 2021: %v, want two districts", got.Candidates)
	}
}

// TestFindEvery finds each region in force by its full name, and by its own name where nobody else bears it.
func TestFindEvery(t *testing.T) {
	for _, r := range All() {
		if r.To != 0 || r.Code == Country {
			continue
		}
		if got, ok := Find(FullName(r.Code) + "人民政府"); !ok || got.Region.Code != r.Code {
			t.Errorf("%s %s: found %v %v", r.Code, FullName(r.Code), got.Region.Code, got.Candidates)
		}
		got, ok := Find(r.Name + "人民政府")
		if ok && got.Region.Code != r.Code {
			t.Errorf("%s %s: found as %s %s", r.Code, r.Name, got.Region.Code, FullName(got.Region.Code))
		}
		if !ok && len(got.Candidates) == 1 {
			t.Errorf("%s %s: one candidate and no answer", r.Code, r.Name)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"开封市龙亭区政府办公室", "鼓楼区", "乐山市中区", "\xff开封", "⽰例市", "市市市", "北京 上海"} {
		f.Add(s, "410200")
	}
	f.Fuzz(func(t *testing.T, text, hint string) {
		m, ok := Find(text, hint)
		if ok != (len(m.Candidates) == 1) || ok != (m.Region.Code != "") {
			t.Fatalf("Find(%q, %q) = %+v, %v", text, hint, m, ok)
		}
		if !utf8.ValidString(m.Text) {
			t.Fatalf("Find(%q).Text is not text", text)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("2021年开封市龙亭区政府办公室政府信息公开工作年度报告")
	}
}
