import type { Language } from './dictionary.ts';

/** What people of the demo book talk about, need and have to do, each as Chinese and English. */
type Pair = readonly [zh: string, en: string];

const talks = {
  call: [
    [
      ['回访机器使用情况', 'Asked how the machine is doing'],
      [
        '机器运行正常，蒸汽偏弱，约好下周上门看看。',
        'Runs well, steam a little weak; a visit is agreed for next week.',
      ],
    ],
    [
      ['报价跟进', 'Followed up on the quotation'],
      [
        '对方在比两家，价格差 6%，更看重售后响应。',
        'Compares two suppliers, 6% apart; cares more for quick service.',
      ],
    ],
    [
      ['催收尾款', 'Reminded of the last payment'],
      [
        '财务说月底前付清，已请对方回邮件确认。',
        'Finance pays before the end of the month and will confirm by mail.',
      ],
    ],
    [
      ['没有接通', 'No answer'],
      ['响铃无人接听，改天下午三点后再打。', 'Nobody answered; try again after three in the afternoon.'],
    ],
    [
      ['新店开业时间', 'When the new store opens'],
      [
        '新店定在下个月十八号开，需要提前三天安装。',
        'Opens on the 18th of next month; installation three days before.',
      ],
    ],
  ],
  mail: [
    [
      ['发送报价单', 'Sent a quotation'],
      [
        '按两台双头机加一台磨豆机报价，含安装和培训。',
        'Two machines with two groups and a grinder, with installation and training.',
      ],
    ],
    [
      ['产品资料', 'Product papers'],
      [
        '发了全自动机型的参数表和保养说明。',
        'Sent the data sheet of the automatic models and how to service them.',
      ],
    ],
    [
      ['合同修改意见', 'Remarks on the contract'],
      [
        '对方要求把质保从一年改为两年，其余条款同意。',
        'They ask for two years of warranty instead of one and agree to the rest.',
      ],
    ],
  ],
  chat: [
    [
      ['问滤芯型号', 'Which filter cartridge'],
      [
        '发来机器铭牌照片，确认用大号滤芯，补两支。',
        'Sent a picture of the plate: the large cartridge, two of them.',
      ],
    ],
    [
      ['问发货进度', 'Where the delivery is'],
      [
        '告知快递单号，预计后天到。',
        'Gave the number of the parcel; it should arrive the day after tomorrow.',
      ],
    ],
    [
      ['豆子反馈', 'About the beans'],
      ['拼配豆酸度偏高，想试深一点的烘焙。', 'The blend is too acid; wants to try a darker roast.'],
    ],
  ],
  visit: [
    [
      ['上门保养', 'Service on site'],
      [
        '换了密封圈，清洗管路，交代每天闭店后反冲。',
        'New gasket, pipes cleaned; showed how to backflush after closing.',
      ],
    ],
    [
      ['门店考察', 'Looked at the store'],
      [
        '吧台宽 2.4 米，上下水在左侧，双头机放得下。',
        'The bar is 2.4 m wide, water on the left; a two-group machine fits.',
      ],
    ],
    [
      ['样机演示', 'Showed a machine'],
      [
        '咖啡师喜欢温度稳定，老板觉得噪音偏大。',
        'The barista likes the steady temperature, the owner finds it loud.',
      ],
    ],
  ],
  meeting: [
    [
      ['年度框架协议讨论', 'Yearly contract'],
      [
        '谈了阶梯价和备机方案，对方下周给采购量。',
        'Graded prices and a spare machine; they send the quantities next week.',
      ],
    ],
    [
      ['新店选型会', 'Choosing machines for new stores'],
      ['五家新店统一机型，预算每店不超过八万。', 'One model for five stores, not more than 80,000 each.'],
    ],
  ],
  note: [
    [
      ['决策过程', 'How they decide'],
      [
        '店长提需求，采购比价，总经理签字，一般两周。',
        'The manager asks, purchasing compares, the director signs: about two weeks.',
      ],
    ],
    [
      ['竞争对手动向', 'What competitors do'],
      [
        '意大利品牌最近送三个月耗材，需要留意。',
        'An Italian brand gives three months of supplies away; keep an eye on it.',
      ],
    ],
  ],
} as const satisfies Record<string, readonly (readonly [subject: Pair, body: Pair])[]>;

const needs: readonly (readonly [title: Pair, topic: Pair])[] = [
  [
    ['希望上门保养更快', 'Service visits should come sooner'],
    ['售后响应', 'Service'],
  ],
  [
    ['需要备用机', 'A spare machine while ours is repaired'],
    ['售后响应', 'Service'],
  ],
  [
    ['蒸汽更强的机型', 'A machine with more steam'],
    ['机器性能', 'Performance'],
  ],
  [
    ['机器噪音要小', 'A quieter machine'],
    ['机器性能', 'Performance'],
  ],
  [
    ['电费太高，要省电模式', 'An energy-saving mode'],
    ['机器性能', 'Performance'],
  ],
  [
    ['给新员工做培训', 'Training for new staff'],
    ['培训', 'Training'],
  ],
  [
    ['拉花进阶课程', 'An advanced course in latte art'],
    ['培训', 'Training'],
  ],
  [
    ['耗材按月自动补货', 'Supplies delivered every month by themselves'],
    ['供货', 'Supply'],
  ],
  [
    ['云南豆稳定供应', 'A steady supply of Yunnan beans'],
    ['供货', 'Supply'],
  ],
  [
    ['发票开具更及时', 'Invoices that come in time'],
    ['账务', 'Invoices'],
  ],
  [
    ['账期延长到 60 天', 'Sixty days to pay'],
    ['账务', 'Invoices'],
  ],
  [
    ['连锁门店统一报表', 'One report for all stores'],
    ['账务', 'Invoices'],
  ],
];

const tasks: readonly Pair[] = [
  ['回电话', 'Call back'],
  ['发报价单', 'Send the quotation'],
  ['预约上门保养', 'Arrange a service visit'],
  ['确认收货地址', 'Check the delivery address'],
  ['跟进合同签字', 'Follow up on the signature'],
  ['寄豆子样品', 'Send samples of beans'],
  ['安排咖啡师培训', 'Plan the training of the baristas'],
  ['催收尾款', 'Ask for the last payment'],
  ['回访新机使用情况', 'Ask how the new machine does'],
];

const deals: readonly Pair[] = [
  ['新店开业设备', 'Machines for a new shop'],
  ['六家门店换机', 'New machines for six shops'],
  ['年度维保合同', 'Yearly service contract'],
  ['办公区咖啡角', 'Coffee corner for the office'],
  ['酒店早餐机', 'Breakfast machines for the hotel'],
  ['磨豆机试用三十天', 'Grinder trial, 30 days'],
  ['咖啡师培训课程', 'Barista training'],
  ['大堂吧设备更新', 'Lobby bar refit'],
  ['除垢剂年度框架', 'Frame contract for descaler'],
  ['展厅样机', 'Machines for the showroom'],
  ['机场快闪店', 'Kiosk at the airport'],
  ['烘焙设备二期', 'Roastery, second stage'],
];

const searches: readonly Pair[] = [
  ['双头半自动咖啡机', 'espresso machine two groups'],
  ['静音磨豆机', 'quiet grinder'],
  ['咖啡机租赁价格', 'price of a machine lease'],
  ['除垢剂怎么用', 'how to use descaler'],
];

/** The words of activities, needs, tasks and behaviours of the demo book in one language. */
export function sampleWork(language: Language) {
  const position = language === 'zh' ? 0 : 1;
  const talksOf = (pairs: readonly (readonly [Pair, Pair])[]) =>
    pairs.map(([subject, body]) => ({ subject: subject[position], body: body[position] }));
  return {
    talks: {
      call: talksOf(talks.call),
      mail: talksOf(talks.mail),
      chat: talksOf(talks.chat),
      visit: talksOf(talks.visit),
      meeting: talksOf(talks.meeting),
      note: talksOf(talks.note),
    },
    needs: needs.map(([title, topic]) => ({ title: title[position], topic: topic[position] })),
    tasks: tasks.map((pair) => pair[position]),
    deals: deals.map((pair) => pair[position]),
    searches: searches.map((pair) => pair[position]),
  };
}
