import type { Language } from './dictionary.ts';
import { sampleNames } from './sampleNames.ts';
import { sampleWork } from './sampleWork.ts';

/** Texts of the demo book, each as Chinese and English: what a book in that language would say. */
type Pair = readonly [zh: string, en: string];

/** Name in a company's name, region as zh and en list it, telephone prefix. */
const homes: readonly (readonly [name: string, region: Pair, dial: string])[] = [
  ['上海', ['上海', 'Shanghai'], '+86 21'],
  ['北京', ['北京', 'Beijing'], '+86 10'],
  ['广州', ['广东 广州', 'Guangzhou, Guangdong'], '+86 20'],
  ['深圳', ['广东 深圳', 'Shenzhen, Guangdong'], '+86 755'],
  ['东莞', ['广东 东莞', 'Dongguan, Guangdong'], '+86 769'],
  ['杭州', ['浙江 杭州', 'Hangzhou, Zhejiang'], '+86 571'],
  ['宁波', ['浙江 宁波', 'Ningbo, Zhejiang'], '+86 574'],
  ['南京', ['江苏 南京', 'Nanjing, Jiangsu'], '+86 25'],
  ['苏州', ['江苏 苏州', 'Suzhou, Jiangsu'], '+86 512'],
  ['成都', ['四川 成都', 'Chengdu, Sichuan'], '+86 28'],
  ['重庆', ['重庆', 'Chongqing'], '+86 23'],
  ['武汉', ['湖北 武汉', 'Wuhan, Hubei'], '+86 27'],
  ['长沙', ['湖南 长沙', 'Changsha, Hunan'], '+86 731'],
  ['西安', ['陕西 西安', "Xi'an, Shaanxi"], '+86 29'],
  ['青岛', ['山东 青岛', 'Qingdao, Shandong'], '+86 532'],
  ['济南', ['山东 济南', 'Jinan, Shandong'], '+86 531'],
  ['天津', ['天津', 'Tianjin'], '+86 22'],
  ['昆明', ['云南 昆明', 'Kunming, Yunnan'], '+86 871'],
  ['厦门', ['福建 厦门', 'Xiamen, Fujian'], '+86 592'],
  ['郑州', ['河南 郑州', 'Zhengzhou, Henan'], '+86 371'],
  ['沈阳', ['辽宁 沈阳', 'Shenyang, Liaoning'], '+86 24'],
  ['哈尔滨', ['黑龙江 哈尔滨', 'Harbin, Heilongjiang'], '+86 451'],
];

/** The same abroad, each with its country. */
const abroad: readonly (readonly [
  country: Exclude<keyof typeof sampleNames, 'cn'>,
  name: string,
  region: Pair,
  dial: string,
])[] = [
  ['de', 'Hamburg', ['德国 汉堡', 'Hamburg, Germany'], '+49'],
  ['de', 'Berlin', ['德国 柏林', 'Berlin, Germany'], '+49'],
  ['fr', 'Lyon', ['法国 里昂', 'Lyon, France'], '+33'],
  ['it', 'Milano', ['意大利 米兰', 'Milan, Italy'], '+39 02'],
  ['es', 'Valencia', ['西班牙 瓦伦西亚', 'Valencia, Spain'], '+34 96'],
  ['br', 'Santos', ['巴西 圣保罗', 'São Paulo, Brazil'], '+55 11'],
  ['gb', 'Bristol', ['英国 布里斯托', 'Bristol, United Kingdom'], '+44'],
  ['gb', 'London', ['英国 伦敦', 'London, United Kingdom'], '+44'],
  ['us', 'Seattle', ['美国 西雅图', 'Seattle, United States'], '+1 206'],
  ['us', 'Austin', ['美国 奥斯汀', 'Austin, United States'], '+1 512'],
  ['dk', 'København', ['丹麦 哥本哈根', 'Copenhagen, Denmark'], '+45 35'],
  ['jp', 'Yokohama', ['日本 横滨', 'Yokohama, Japan'], '+81 45'],
  ['ae', 'Dubai', ['阿联酋 迪拜', 'Dubai, UAE'], '+971 4'],
];

const industries: readonly Pair[] = [
  ['咖啡馆', 'Café'],
  ['酒店', 'Hotel'],
  ['餐饮连锁', 'Restaurant chain'],
  ['烘焙', 'Bakery'],
  ['经销商', 'Distributor'],
  ['写字楼', 'Offices'],
  ['书店', 'Bookshop'],
  ['培训', 'Training'],
];

const sources: readonly Pair[] = [
  ['展会', 'Trade fair'],
  ['朋友介绍', 'Referral'],
  ['官网', 'Website'],
  ['微信', 'WeChat'],
  ['电话', 'Phone call'],
  ['经销商', 'Distributor'],
];

const titles: readonly Pair[] = [
  ['总经理', 'Managing director'],
  ['采购经理', 'Purchasing manager'],
  ['店长', 'Store manager'],
  ['餐饮总监', 'Food and beverage director'],
  ['财务', 'Finance'],
  ['首席咖啡师', 'Head barista'],
  ['工程部', 'Engineering'],
  ['创始人', 'Founder'],
];

const tags: readonly (readonly [name: Pair, color: string])[] = [
  [['连锁', 'Chain'], 'teal'],
  [['海外经销', 'Overseas dealer'], 'blue'],
  [['年框', 'Yearly contract'], 'green'],
  [['样机试用', 'On trial'], 'amber'],
  [['价格敏感', 'Price sensitive'], 'red'],
  [['老客户', 'Long-standing'], 'violet'],
  [['待回访', 'To call back'], 'grey'],
];

const colleagues: readonly Pair[] = [
  ['林晓雯', 'Lin Xiaowen'],
  ['陈立', 'Chen Li'],
  ['周敏', 'Zhou Min'],
  ['Daniel Weber', 'Daniel Weber'],
];

const streets: readonly Pair[] = [
  ['解放路', 'Jiefang Road'],
  ['中山路', 'Zhongshan Road'],
  ['滨江大道', 'Riverside Avenue'],
  ['人民路', 'Renmin Road'],
  ['学院街', 'College Street'],
  ['建设路', 'Jianshe Road'],
];

const interests: readonly Pair[] = [
  ['商用机', 'Commercial machines'],
  ['云南豆', 'Yunnan beans'],
  ['拉花培训', 'Latte art classes'],
  ['租赁', 'Leasing'],
];

const notes: readonly Pair[] = [
  ['希望年底前换掉两台旧机器。', 'Wants to replace two old machines before the end of the year.'],
  ['付款需走集团审批，约两周。', 'Payments pass through the group, about two weeks.'],
  ['只在下午三点后接电话。', 'Takes calls after three in the afternoon only.'],
  ['对比过意大利品牌，在意售后。', 'Has compared Italian brands; cares for service.'],
];

const categories = {
  machine: ['商用咖啡机', 'Commercial machines'],
  home: ['家用咖啡机', 'Home machines'],
  grinder: ['磨豆机', 'Grinders'],
  part: ['配件', 'Parts'],
  supply: ['耗材', 'Supplies'],
  service: ['服务', 'Services'],
} as const satisfies Record<string, Pair>;

/** Category, name, list price in CNY, and the colours that it comes in. */
const lines: readonly (readonly [
  category: keyof typeof categories,
  name: Pair,
  price: number,
  colours?: readonly Pair[],
])[] = [
  ['machine', ['山雀 单头半自动', 'Tit, one group'], 26_800, threeColours()],
  ['machine', ['山雀 双头半自动', 'Tit Duo, two groups'], 48_800, threeColours()],
  ['machine', ['山雀 三头半自动', 'Tit Trio, three groups'], 69_800, threeColours()],
  ['machine', ['云雀 全自动', 'Lark, automatic'], 39_800, threeColours()],
  ['machine', ['云雀 Pro 全自动', 'Lark Pro, automatic'], 58_800, threeColours()],
  ['home', ['知更 Mini', 'Robin Mini'], 1_980, threeColours()],
  ['home', ['知更 Plus', 'Robin Plus'], 3_280, threeColours()],
  ['home', ['夜莺', 'Nightingale'], 4_980, threeColours()],
  ['grinder', ['啄木鸟 58 mm', 'Woodpecker 58 mm'], 2_680, twoColours()],
  ['grinder', ['啄木鸟 64 mm', 'Woodpecker 64 mm'], 3_980, twoColours()],
  ['grinder', ['啄木鸟 83 mm', 'Woodpecker 83 mm'], 8_800, twoColours()],
  ['part', ['手柄', 'Portafilter'], 320],
  ['part', ['双份粉碗', 'Double basket'], 68],
  ['part', ['压粉器', 'Tamper'], 128],
  ['part', ['奶缸 350 ml', 'Milk jug 350 ml'], 88],
  ['part', ['奶缸 600 ml', 'Milk jug 600 ml'], 108],
  ['part', ['敲渣桶', 'Knock box'], 158],
  ['part', ['电子秤', 'Scale'], 398],
  ['part', ['温度计', 'Thermometer'], 56.5],
  ['part', ['冲煮头密封圈', 'Group gasket'], 17.8],
  ['part', ['蒸汽头', 'Steam tip'], 86],
  ['part', ['水泵', 'Pump'], 260],
  ['part', ['蒸汽管', 'Steam wand'], 145],
  ['part', ['锅炉密封件', 'Boiler seal'], 44.9],
  ['part', ['磨盘 64 mm', 'Burrs 64 mm'], 480],
  ['part', ['电磁阀', 'Solenoid valve'], 198],
  ['supply', ['清洁粉 500 g', 'Cleaning powder 500 g'], 57.9],
  ['supply', ['除垢剂 1 L', 'Descaler 1 l'], 35.5],
  ['supply', ['滤水器滤芯', 'Water filter cartridge'], 168],
  ['supply', ['清洁刷', 'Cleaning brush'], 21.9],
  ['supply', ['滤纸 100 张', 'Paper filters, 100'], 18.6],
  ['supply', ['食品级润滑脂', 'Food-safe grease'], 33.8],
  ['supply', ['山雀拼配豆 1 kg', 'Tit blend 1 kg'], 128],
  ['supply', ['云南保山豆 1 kg', 'Yunnan Baoshan beans 1 kg'], 168],
  ['supply', ['耶加雪菲豆 1 kg', 'Yirgacheffe beans 1 kg'], 198],
  ['service', ['上门安装', 'Installation'], 600],
  ['service', ['年度保养', 'Yearly service'], 2_400],
  ['service', ['咖啡师培训一天', 'Barista training, one day'], 1_500],
  ['service', ['延保一年', 'Warranty, one more year'], 1_800],
  ['service', ['整机租赁一个月', 'Machine lease, one month'], 980],
  ['service', ['维修一小时', 'Repair, one hour'], 180],
];

/** The words of the demo book in one language; names of customers are the same in both. */
export function sampleWords(language: Language) {
  const position = language === 'zh' ? 0 : 1;
  const said = (pairs: readonly Pair[]): string[] => pairs.map((pair) => pair[position]);
  return {
    home: homes.map(([name, region, dial]) => ({
      country: 'cn' as const,
      name,
      region: region[position],
      dial,
    })),
    abroad: abroad.map(([country, name, region, dial]) => ({
      country,
      name,
      region: region[position],
      dial,
    })),
    names: sampleNames,
    industries: said(industries),
    sources: said(sources),
    titles: said(titles),
    tags: tags.map(([name, color]) => ({ name: name[position], color })),
    colleagues: said(colleagues),
    categories: {
      machine: categories.machine[position],
      home: categories.home[position],
      grinder: categories.grinder[position],
      part: categories.part[position],
      supply: categories.supply[position],
      service: categories.service[position],
    },
    products: lines.flatMap(([category, name, price, colours]) =>
      (colours ?? [undefined]).map((colour) => ({
        category,
        name: colour === undefined ? name[position] : `${name[position]} · ${colour[position]}`,
        price,
      })),
    ),
    streets: said(streets),
    interests: said(interests),
    notes: said(notes),
    ...sampleWork(language),
    rebate: language === 'zh' ? '对账差额' : 'Correction of an invoice',
  };
}

function threeColours(): readonly Pair[] {
  return [...twoColours(), ['陶土红', 'terracotta']];
}

function twoColours(): readonly Pair[] {
  return [
    ['雪白', 'white'],
    ['炭黑', 'black'],
  ];
}
