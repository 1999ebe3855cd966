import type { SameTexts } from './dictionary.ts';

const zh = {
  place: (step: string, steps: string) => `第 ${step} 步，共 ${steps} 步`,
  start: '开始',
  notNow: '以后再说',
  next: '下一步',
  back: '上一步',
  leave: '离开导览',
  finish: '完成',
  toThere: '带我去',
  elsewhere: '这一步在另一个页面。',
  toImport: '导入我的客户',
  toSample: '移除示例数据',
  steps: {
    welcome: {
      title: '花五分钟看一遍？',
      text: '在真实的页面上走六步。随时可以离开，以后在“设置 → 帮助”接着看。',
      phone: '在真实的页面上走六步。随时可以离开，以后在“设置 → 帮助”接着看。',
    },
    today: {
      title: '每天从今日开始',
      text: '第一句话说先做什么、为什么。下面是到期的任务、等答复的需求、正在疏远的客户、生日和要修补的资料。打勾就完成，接着安排下一步。',
      phone:
        '第一句话说先做什么、为什么。往下是任务、需求、正在疏远的客户和生日。向右滑完成任务，接着安排下一步。',
    },
    customer: {
      title: '一位客户的全部',
      text: '这里是关键数据和四个指数：点开一个，看它由什么组成、怎样提高。下面按时间排着沟通、订单、需求和更改，每处更改都能撤销。J、K 键看下一位、上一位。',
      phone:
        '这里是关键数据和四个指数：点开一个，看它由什么组成、怎样提高。往下是沟通、订单、需求和更改，每处更改都能撤销。左右滑动看上一位、下一位。',
    },
    log: {
      title: '记下一次沟通',
      text: '点这里写一句，选电话、拜访或笔记，再安排下一步，按 Ctrl+Enter 记下。写的时候会列出以前类似的沟通。只是试试，记下后按“撤销”就没有了。',
      phone:
        '点这里写一句，选电话、拜访或笔记，再安排下一步。写的时候会找出以前类似的沟通。只是试试，记下后按“撤销”就没有了。',
    },
    filter: {
      title: '找到要找的客户',
      text: '点“筛选”加条件：字段、关联的订单和沟通、细分，可以组合，也可以存成视图。选中几行，就能一起修改、打标签、导出。',
      phone:
        '在这里搜索，或点漏斗加条件：字段、关联的订单和沟通、细分。右上角菜单里点“选择多条”，就能一起修改。',
    },
    command: {
      title: '一个框，到任何地方',
      text: '按 Ctrl K（Mac 是 ⌘K）：输名称、拼音、电话或邮箱找记录，或输入命令，例如“新建任务”。按 ? 看全部快捷键。',
      phone: '点“更多”里的“搜索或命令”：输名称、拼音、电话或邮箱找记录，或输入命令，例如“新建任务”。',
    },
    indices: {
      title: '整本账本的四个指数',
      text: '资料质量、需求满意、交易效率和沟通满意，从 0 到 100。点开看公式和怎样提高；每个图旁的问号说明它是什么。',
      phone:
        '资料质量、需求满意、交易效率和沟通满意，从 0 到 100。点开看公式和怎样提高；每个图旁的问号说明它是什么。',
    },
    end: {
      title: '这就是全部',
      text: '现在可以导入自己的客户，再移除示例数据；也可以在“设备与共享”里和同事共用一本账本。',
      phone: '现在可以导入自己的客户，再移除示例数据；也可以在“设备与共享”里和同事共用一本账本。',
    },
  },
  help: {
    lead: '五分钟走一遍主要的页面，指着真实的东西说明。',
    title: '五分钟导览',
    start: '开始导览',
    again: '从头开始',
    goOn: (step: string) => `接着看第 ${step} 步`,
    needsSample: '账本还是空的：先载入示例数据，导览才有东西可看。之后一键就能移除。',
    loadAndStart: '载入示例数据并开始',
    loading: '正在生成示例数据',
    failed: '示例数据没有载入。已有资料不受影响。',
    figures: '每个数是什么意思',
    figuresLead: '同样的说明也在每个数旁边的问号里。',
    keys: '按 ? 查看快捷键。',
  },
};

const en = {
  place: (step: string, steps: string) => `Step ${step} of ${steps}`,
  start: 'Start',
  notNow: 'Not now',
  next: 'Next',
  back: 'Back',
  leave: 'Leave the tour',
  finish: 'Finish',
  toThere: 'Take me there',
  elsewhere: 'This step is on another page.',
  toImport: 'Import my customers',
  toSample: 'Remove the sample data',
  steps: {
    welcome: {
      title: 'Five minutes to look around?',
      text: 'Six steps on the real pages. Leave whenever you like and go on later from Settings → Help.',
      phone: 'Six steps on the real pages. Leave whenever you like and go on later from Settings → Help.',
    },
    today: {
      title: 'Every day begins with Today',
      text: 'The first sentence says what to do now and why. Below are tasks due, needs to answer, customers slipping away, birthdays and data to repair. Tick what is done, then plan what comes next.',
      phone:
        'The first sentence says what to do now and why. Below are tasks, needs, customers slipping away and birthdays. Swipe a task to the right when it is done, then plan what comes next.',
    },
    customer: {
      title: 'All about one customer',
      text: 'Key figures and four indices: open one to see what it is made of and what raises it. Below, conversations, orders, needs and changes by time; every change can be undone. J and K go to the next and the previous customer.',
      phone:
        'Key figures and four indices: open one to see what it is made of and what raises it. Below are conversations, orders, needs and changes; every change can be undone. Swipe to the next customer.',
    },
    log: {
      title: 'Log a conversation',
      text: 'Write a line here, choose call, visit or note, plan the next step, and press Ctrl+Enter. While you write, similar conversations from before are listed. Just trying? Log it and press Undo.',
      phone:
        'Write a line here, choose call, visit or note, and plan the next step. While you write, similar conversations from before are found. Just trying? Log it and press Undo.',
    },
    filter: {
      title: 'Find the right customers',
      text: 'Press Filter and add conditions: fields, related orders and conversations, segments. Combine them and save them as a view. Select rows to edit, tag or export them together.',
      phone:
        'Search here, or press the funnel and add conditions: fields, related orders and conversations, segments. Select several from the menu at the top and change them together.',
    },
    command: {
      title: 'One box leads everywhere',
      text: 'Press Ctrl K (⌘K on a Mac): type a name, pinyin, phone or e-mail to find a record, or a command such as “new task”. Press ? for all keys.',
      phone:
        'Press More, then Search or go to: type a name, pinyin, phone or e-mail to find a record, or a command such as “new task”.',
    },
    indices: {
      title: 'Four indices of the whole book',
      text: 'Information, needs, transactions and conversations from 0 to 100. Open one for its formula and what raises it; the question mark beside each chart says what it is.',
      phone:
        'Information, needs, transactions and conversations from 0 to 100. Open one for its formula and what raises it; the question mark beside each chart says what it is.',
    },
    end: {
      title: 'That is all',
      text: 'Now import your own customers and remove the sample data. Under Devices and sharing, colleagues can join this book.',
      phone:
        'Now import your own customers and remove the sample data. Under Devices and sharing, colleagues can join this book.',
    },
  },
  help: {
    lead: 'Five minutes through the main pages, pointing at the real things.',
    title: 'The five-minute tour',
    start: 'Start the tour',
    again: 'Start over',
    goOn: (step: string) => `Go on with step ${step}`,
    needsSample:
      'The book is empty: load the sample data first, so that there is something to look at. One click removes them again.',
    loadAndStart: 'Load the sample data and start',
    loading: 'Making sample data',
    failed: 'The sample data were not loaded. Existing data are not affected.',
    figures: 'What each figure means',
    figuresLead: 'The same stands behind the question mark beside each figure.',
    keys: 'Press ? for the keyboard shortcuts.',
  },
} satisfies SameTexts<typeof zh>;

export const tourTexts = { zh, en };
