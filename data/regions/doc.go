// Package regions knows the regions of the country, the agencies on the roster, and how to tell either from its name.
//
// # Regions
//
// gb2260.tsv holds the codes of GB/T 2260, 中华人民共和国行政区划代码, for every province, prefecture and county, with
// what changed since 2009; its head names the sources and the date. 34 provinces, 333 prefectures and 2845 counties are
// in force, and some 400 codes are kept that no longer are: 金明区 410211, valid to 2014, went into 龙亭区 410202.
//
//	r, ok := regions.ByCode("410202")     // 龙亭区, a county of 410200
//	regions.Ancestors("410202")           // 开封市, 河南省, 全国
//	regions.Today("410211")               // 龙亭区
//	regions.FullName("410202")            // 河南省开封市龙亭区
//
// A parent is always a region with a government of its own: 东城区 110101 lies in 北京市 110000 and 仙桃市 429004 in
// 湖北省 420000; the rows 市辖区 and 省直辖县级行政区划 that only group codes are not regions here. Codes of 99 are
// invented, for sample reports, and marked so.
//
// To record a change, close the row of the old code in gb2260.tsv (year, successor) and add one for the new.
//
// # Names
//
// [Find] tells the region a title, a file name or a folder names. It never guesses: a name that several regions bear
// (鼓楼区) needs a parent in the text or a hint, and without one the answer is the candidates.
//
// # Roster
//
// [ReadRoster] reads the roster of agencies (机构名录) from a workbook or a CSV file, [WriteRoster] writes one, and a
// [Roster] tells which agency a name in a report means.
package regions
