/**
 * Names of the demo book's customers, in the languages of the customers: the same whatever language the book is read in.
 * A pair is a word and its spelling in an e-mail address; a plain word spells itself in small letters.
 */
/** Letters that have no plain letter inside. */
const letters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'oe', æ: 'ae', å: 'aa' };

const chinese: Names = {
  companies: [
    '{place}{stem}餐饮管理有限公司',
    '{place}{stem}咖啡馆',
    '{place}{stem}酒店',
    '{place}{stem}酒店集团',
    '{place}{stem}贸易有限公司',
    '{place}{stem}烘焙工坊',
    '{stem}咖啡（{place}）有限公司',
    '{place}{stem}书店咖啡部',
    '{place}{stem}文旅发展有限公司',
    '{place}{stem}西餐设备有限公司',
    '{place}{stem}会所餐饮部',
    '{stem}连锁便利{place}分公司',
    '{place}{stem}咖啡学院',
    '{place}{family}记面包房',
  ],
  stems: words(
    '云栖yunqi 半山banshan 蓝岸lanan 栈桥zhanqiao 港湾gangwan 长安里changanli 梧桐wutong 滇红dianhong 木棉mumian 星河xinghe ' +
      '南屿nanyu 青禾qinghe 望江wangjiang 晨曦chenxi 竹里zhuli 白塔baita 松间songjian 海棠haitang 听雨tingyu 鹿鸣luming ' +
      '知味zhiwei 一席yixi 远山yuanshan 春和chunhe 麦田maitian 九曲jiuqu 石库shiku 北纬beiwei 朝花zhaohua 拾光shiguang ' +
      '万象wanxiang 银杏yinxing 雪岭xueling 橘洲juzhou 观澜guanlan 西溪xixi 凤鸣fengming 悦来yuelai 清欢qinghuan 同福tongfu ' +
      '丰年fengnian 归巢guichao 芦花luhua 河图hetu 山水间shanshuijian 镜湖jinghu 三叶草sanyecao 沐光muguang 金谷jingu 枫林fenglin',
  ),
  family: words(
    '王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he 林lin 高gao 罗luo ' +
      '郑zheng 梁liang 谢xie 宋song 唐tang 许xu 邓deng 韩han 冯feng 曹cao 彭peng 曾zeng 肖xiao 田tian 董dong 潘pan 袁yuan 蔡cai 欧阳ouyang 单shan',
  ),
  given: words(
    '晓雯xiaowen 立li 敏min 嘉怡jiayi 伟民weimin 建国jianguo 秀英xiuying 子轩zixuan 雨桐yutong 浩然haoran 思远siyuan 婷婷tingting ' +
      '志强zhiqiang 静jing 丽娜lina 俊杰junjie 欣怡xinyi 明mingming 磊lei 洋yang 一诺yinuo 佳琪jiaqi 文博wenbo 海燕haiyan 春梅chunmei ' +
      '天宇tianyu 若曦ruoxi 国栋guodong 雪xue 振华zhenhua 美玲meiling 凯kai 晨chen 诗涵shihan 永强yongqiang 玉兰yulan 航hang 梓萱zixuan 瑞rui 慧hui',
  ),
  branches: ['（滨江店）', '（城西店）', '（新区店）', '（二店）', '（三店）'],
  isFamilyFirst: true,
};

/** The names of every country with customers. */
export const sampleNames = {
  cn: chinese,
  de: names(
    [
      '{stem} GmbH',
      'Café {family}',
      '{family} & Söhne KG',
      'Rösterei {stem} {place}',
      'Hotel {stem} {place}',
    ],
    'Nordkaffe Alster Elbblick Mühlbach Sonnenhof Kranich Bergfried Lindenhof Seestern Rotfuchs Hafenkante Silberdistel Tannwald Morgenrot',
    'Anna Lukas Julia Felix Sabine Jürgen Katharina Matthias Heike Jonas Ulrike Sören',
    'Müller Schäfer Weiß Krüger Brandt Hoffmann Köhler Vogel Lorenz Petersen Günther Bauer',
  ),
  fr: names(
    ['Café {stem}', 'Brûlerie {family} SARL', 'Hôtel {stem} {place}', '{stem} Distribution SAS'],
    'Bellecour Beaumont Lumière Mirabeau Hirondelle Garonne Éclair Bastide Coquelicot Grandval Prélude Verger',
    'Camille Éloïse Mathieu Hélène Antoine Chloé Rémi Juliette Étienne Margaux',
    'Lefèvre Moreau Girard Besançon Rousseau Blanchard Chevalier Dubois Marchand Perrin',
  ),
  it: names(
    ['Caffè {stem} S.r.l.', 'Torrefazione {family}', 'Bar {stem} {place}', 'Albergo {stem} S.p.A.'],
    'Vecchia Aurora Navigli Bellavista Stella Ponente Fontana Girasole Castello Miramare Portico Lucerna',
    'Giulia Matteo Chiara Lorenzo Francesca Niccolò Elena Davide Sofia Alessandro',
    'Rossi Bianchi Ferrari Colombo Ricci Marino Greco Conti Gallo Serra',
  ),
  es: names(
    ['Cafés {stem} S.L.', 'Tostadero {family}', 'Hotel {stem} {place}', '{stem} Hostelería S.A.'],
    'Azahar Alameda Mirador Ñandú Brisa Levante Cóndor Albaicín Olivar Tramontana Solera Plaza',
    'Lucía Javier María Álvaro Carmen Íñigo Sofía Sergio Begoña Raúl',
    'García Núñez Ibáñez Romero Gutiérrez Peña Molina Castaño Herrera Vidal',
  ),
  br: names(
    ['Importadora {stem} Ltda.', 'Café do {stem} Ltda.', 'Padaria {family}', '{stem} Hotéis S.A.'],
    'Vale Cerrado Aurora Ipê Jacarandá Mantiqueira Sabiá Horizonte Ribeirão Pampa Girassol Caiçara',
    'João Ana Thiago Beatriz Otávio Letícia Caio Júlia Márcio Conceição',
    'Silva Souza Araújo Gonçalves Assunção Teixeira Barros Moraes Falcão Queiroz',
  ),
  gb: names(
    [
      '{stem} Coffee Ltd',
      'The {stem} Tearoom',
      '{family} & Daughters',
      '{stem} Hotels plc',
      '{place} {stem} Roasters',
    ],
    'Thornbury Harbour Wren Kingfisher Bramley Redgate Ashdown Larkfield Marlow Heron Whitby Foxglove',
    'Olivia George Amelia Harry Isla Rhys Fiona Callum Poppy Siobhán',
    'Whitaker Hughes O’Connor Pemberton Clarke Baxter Fraser Ellis Novak Okafor',
  ),
  us: names(
    [
      '{stem} Coffee Roasters LLC',
      '{family} Hospitality Inc.',
      '{stem} Supply Co.',
      'Hotel {stem} {place}',
      '{stem} Bakery',
    ],
    'Blackbird Juniper Cascade Redwood Lakeshore Prairie Summit Cottonwood Bluebonnet Harborview Ironwood Mesa',
    'Emma Liam Ava Noah Sofia Ethan Maya Mason Chloe Jayden',
    'Johnson Ramirez Nguyen Walker Bennett Kowalski Brooks Patel Sullivan Washington',
  ),
  dk: names(
    ['{stem} & Bønne ApS', 'Kafferiet {stem}', '{family} Kaffe A/S', 'Hotel {stem} {place}'],
    'Bryggeri Østerbro Måge Fyrtårn Skovsø Nyhavn Lærke Havblik Kløver Røg',
    'Freja Søren Ida Mikkel Åse Jens Signe Rasmus Mette Kåre',
    'Jensen Sørensen Kjær Nørgaard Lund Østergaard Holm Dahl Skov Møller',
  ),
  jp: names(
    ['{stem} Coffee Works K.K.', '{stem} Shoten', '{family} Kissa', 'Hotel {stem} {place}'],
    'Minato Kazami Tsubame Hinata Aoba Kiri Matsukaze Sakura Tomoe Yamabuki Hoshi Nagisa',
    'Haruka Kenji Yui Takumi Aoi Daiki Mei Sota Rin Naoko',
    'Sato Suzuki Tanaka Kobayashi Mori Ishikawa Fujita Ogawa Hasegawa Nishimura',
  ),
  ae: names(
    ['{stem} Hospitality LLC', '{stem} General Trading FZE', 'Café {stem} {place}', '{family} Group'],
    'Al-Noor Marjan Oasis Dhow Qamar Falcon Rimal Jasmine Saffron Zafran',
    'Layla Omar Noura Khalid Mariam Yousef Hessa Faisal Amal Rashid',
    'Al-Mansoori Haddad Rahman Al-Suwaidi Nasser Farouk Aziz Khoury Saleh Qasim',
  ),
} as const;

interface Names {
  readonly companies: readonly string[];
  readonly stems: readonly (readonly [string, string])[];
  readonly given: readonly (readonly [string, string])[];
  readonly family: readonly (readonly [string, string])[];
  /** Set behind a name that is taken already. */
  readonly branches: readonly string[];
  readonly isFamilyFirst: boolean;
}

function names(companies: readonly string[], stems: string, given: string, family: string): Names {
  return {
    companies,
    stems: words(stems),
    given: words(given),
    family: words(family),
    branches: [' II', ' III', ' IV', ' V'],
    isFamilyFirst: false,
  };
}

/** `星河xinghe` and `Café` alike: a Chinese word brings its spelling, a Latin one is spelt without its marks. */
function words(list: string): readonly (readonly [string, string])[] {
  return list.split(' ').map((word) => {
    const [, chineseText = '', latin = ''] = /^(\p{Script=Han}*)(.*)$/u.exec(word) ?? [];
    return chineseText === '' ? [word, spell(word)] : [chineseText, latin];
  });
}

function spell(word: string): string {
  const plain = word.toLowerCase().replace(/[ßøæå]/g, (letter) => letters[letter] ?? letter);
  return plain.normalize('NFD').replace(/[^a-z0-9]/g, '');
}
