/** Everything the page itself says, in Chinese and in English. */

export const LANGUAGES = { zh: "中文", en: "English" };

export const WORDS = {
  title: ["邻里排练场", "Linli rehearsal"],
  subtitle: ["一个假的 Telegram，只在这台电脑上", "A pretend Telegram, on this machine only"],
  connecting: ["正在连接…", "Connecting…"],
  lost: ["连接中断，正在重连…", "Connection lost, trying again…"],
  live: ["已连接", "Connected"],
  language: ["页面语言", "Language of this page"],
  theme: ["明暗", "Light or dark"],
  guide: ["怎么玩", "What to try"],
  tools: ["幕后", "Backstage"],
  skip_to: ["跳到 {name} 的手机", "Skip to {name}'s phone"],
  phone_of: ["{name} 的手机", "{name}'s phone"],
  switch_person: ["换个人", "Whose phone"],
  add_phone: ["加一部手机", "Another phone"],
  close_phone: ["收起这部手机", "Put this phone away"],

  clock: ["时钟", "Clock"],
  plus_minute: ["+1 分钟", "+1 min"],
  plus_hour: ["+1 小时", "+1 h"],
  moves_to: ["拨到 {time}：{title}", "To {time}: {title}"],
  set_time: ["拨到指定时间", "To a time"],
  move: ["拨过去", "Move"],
  only_forward: ["时间只能向前拨", "Time only moves forward"],

  scene: ["场景", "Scene"],
  start_over: ["重新开始", "Start over"],
  starting_over: ["正在重新布置…", "Setting the scene…"],
  show_me: ["带我去", "Show me"],
  put_in_box: ["放进输入框", "Put it in the box"],
  move_clock: ["拨时钟", "Move the clock"],
  guide_intro: [
    "每一部手机是一个人。你替他们说话、按按钮；{bot} 是真正在运行的机器人。",
    "Each phone is a person. You talk and press for them; {bot} is the real bot, running.",
  ],

  chats: ["聊天", "Chats"],
  no_chats: ["还没有聊天", "No chats yet"],
  back: ["返回聊天列表", "Back to the chats"],
  topics: ["话题", "Topics"],
  general: ["常规", "General"],
  no_messages: ["还没有消息", "No messages yet"],
  members_count: ["{count} 位成员", "{count} members"],
  bot: ["机器人", "bot"],
  bot_left: ["机器人不在群里", "the bot is not here"],
  bot_reads_all: ["机器人看得到全部消息", "the bot reads everything"],
  bot_reads_some: ["机器人只看得到命令和回复", "the bot reads commands and replies"],
  blocked: ["已屏蔽", "blocked"],
  unread: ["{count} 条未读", "{count} unread"],
  messages: ["消息", "Messages"],
  draft_photo: ["[图片]", "[photo]"],
  draft_file: ["[文件] {name}", "[file] {name}"],
  draft_sticker: ["[贴纸] {emoji}", "[sticker] {emoji}"],
  draft_voice: ["[语音]", "[voice message]"],
  draft_other: ["[消息]", "[message]"],

  write: ["写点什么…", "Message"],
  write_as_group: ["以群的身份发言…", "Message as the group"],
  send: ["发送", "Send"],
  save: ["保存修改", "Save"],
  attach: ["发送图片或文件", "Send a photo or file"],
  as_photo: ["作为图片发送", "Send as a photo"],
  as_file: ["作为文件发送", "Send as a file"],
  attach_hint: ["输入框里的字会作为说明", "The text in the box goes along as its caption"],
  commands: ["命令", "Commands"],
  no_commands: ["这里没有命令", "No commands here"],
  names: ["机器人的名字", "The bot's name"],
  inline_results: ["机器人的答案", "The bot's results"],
  inline_asking: ["正在问机器人…", "Asking the bot…"],
  inline_nothing: ["没有结果", "No results"],
  via: ["通过", "via"],
  keys: ["机器人的快捷键盘", "The bot's keyboard"],
  start: ["开始", "Start"],
  unblock_restart: ["解除屏蔽", "Unblock"],
  cannot_write: ["不能在这里发言", "Writing is not possible here"],
  replying_to: ["回复 {name}", "Reply to {name}"],
  editing: ["修改消息", "Edit message"],
  cancel: ["取消", "Cancel"],
  close: ["关闭", "Close"],
  ok: ["好", "OK"],
  silent_bot: ["机器人没有回答", "The bot did not answer"],
  failed: ["没成功：{reason}", "That did not work: {reason}"],

  message_actions: ["消息操作", "Message actions"],
  reply: ["回复", "Reply"],
  edit: ["修改", "Edit"],
  delete: ["删除", "Delete"],
  copy: ["复制文字", "Copy text"],
  copied: ["已复制", "Copied"],
  react: ["回应 {emoji}", "React {emoji}"],
  take_back: ["收回 {emoji}", "Take {emoji} back"],
  edited: ["已修改", "edited"],
  hidden_from_bot: ["机器人看不到这条（隐私模式）", "The bot cannot see this (privacy mode)"],
  protected: ["不能转发或复制", "Cannot be forwarded or copied"],
  show_spoiler: ["显示隐藏内容", "Show what is hidden"],
  expand: ["展开", "Show all"],
  anonymous: ["匿名管理员", "anonymous admin"],
  pinned: ["置顶消息", "Pinned message"],
  photo: ["图片", "Photo"],
  download: ["下载 {name}", "Download {name}"],
  location: ["位置 {place}", "Location {place}"],
  contact: ["名片 {name}", "Contact {name}"],
  voice: ["🎤 语音 {seconds} 秒", "🎤 Voice message, {seconds} s"],
  not_shown: ["这种消息此页面不显示", "This page does not show messages of this kind"],
  opens_outside: ["打开外部链接？", "Open this link?"],
  open_link: ["打开", "Open"],
  which_group: ["加到哪个群？", "Into which group?"],
  which_chat: ["发到哪个聊天？", "In which chat?"],
  button_not_played: ["这种按钮此页面不支持", "This page does not play buttons of this kind"],

  joined: ["{names} 加入了群", "{names} joined the group"],
  added: ["{by} 把 {names} 加进了群", "{by} added {names}"],
  left: ["{name} 离开了群", "{name} left the group"],
  removed: ["{by} 把 {name} 移出了群", "{by} removed {name}"],
  renamed: ["群名改为“{title}”", "The group is now called “{title}”"],
  created: ["群已建立", "The group was made"],
  migrated: ["这个群升级为超级群", "The group became a supergroup"],
  pinned_by: ["{by} 置顶了一条消息", "{by} pinned a message"],
  topic_opened: ["新话题：{name}", "New topic: {name}"],
  topic_changed: ["话题有变动", "The topic was changed"],

  chat_menu: ["聊天菜单", "Chat menu"],
  block: ["屏蔽机器人", "Block the bot"],
  unblock: ["解除屏蔽", "Unblock the bot"],
  leave: ["离开群", "Leave the group"],
  add_bot: ["把机器人加进群", "Add the bot"],
  kick_bot: ["把机器人移出群", "Remove the bot"],
  promote_bot: ["让机器人当管理员", "Make the bot an administrator"],
  demote_bot: ["取消机器人的管理员", "Make the bot a plain member"],
  migrate: ["升级为超级群", "Turn into a supergroup"],
  new_topic: ["新话题…", "New topic…"],
  topic_name: ["话题名称", "Name of the topic"],
  speak_as_group: ["以群的身份匿名发言", "Speak as the group (anonymous)"],
  members: ["成员", "Members"],
  add_member: ["加人进群", "Add somebody"],
  role_creator: ["群主", "owner"],
  role_administrator: ["管理员", "administrator"],
  role_member: ["成员", "member"],
  role_restricted: ["受限", "restricted"],
  promote: ["设为管理员", "Make administrator"],
  promote_anonymous: ["设为匿名管理员", "Make anonymous administrator"],
  demote: ["取消管理员", "Make plain member"],
  remove: ["移出群", "Remove"],

  calls: ["机器人的请求", "The bot's requests"],
  calls_none: ["还没有请求", "No requests yet"],
  only_refused: ["只看被拒的", "Refused ones only"],
  refused_count: ["{count} 次被拒", "{count} refused"],
  refused: ["被拒", "refused"],
  fault: ["故障", "fault"],
  answer: ["回答", "Answer"],
  asked: ["请求内容", "Request"],
  faults: ["制造故障", "Faults"],
  faults_intro: [
    "让机器人接下来的请求出错，看它怎样应付。",
    "Let the bot's next requests fail, and see how it copes.",
  ],
  method: ["哪个请求", "Request"],
  any_method: ["任何请求", "any request"],
  file_method: ["下载文件", "a download"],
  kind: ["出什么错", "What goes wrong"],
  kind_429: ["429 请求太快", "429 too many requests"],
  kind_500: ["500 服务器错误", "500 server error"],
  kind_502: ["502 网关错误", "502 bad gateway"],
  kind_503: ["503 暂停服务", "503 unavailable"],
  kind_504: ["504 网关超时", "504 gateway timeout"],
  kind_timeout: ["一直不回答", "no answer at all"],
  kind_drop: ["连接中断", "connection cut"],
  kind_lost_reply: ["做了，但回答丢了", "done, but the answer is lost"],
  times: ["几次", "How often"],
  retry_after: ["几秒后重试", "Retry after (s)"],
  in_chat: ["在哪个聊天", "In which chat"],
  everywhere: ["所有聊天", "every chat"],
  add_fault: ["布置故障", "Set it up"],
  pending_faults: ["等着发生的故障", "Faults still to come"],
  no_faults: ["没有", "None"],
  people: ["人物和群", "People and groups"],
  name: ["名字", "Name"],
  phone_language: ["手机语言", "Phone language"],
  add_person: ["加一个人", "Add a person"],
  group_title: ["群名", "Title"],
  group_kind: ["种类", "Kind"],
  kind_basic: ["普通群", "basic group"],
  kind_supergroup: ["超级群", "supergroup"],
  kind_forum: ["带话题的群", "forum"],
  owner: ["群主", "Owner"],
  everyone_in: ["所有人都在群里", "Everybody is a member"],
  add_group: ["建群", "Make the group"],
};

const KEPT = "linli.language";
let current = choose();

function choose() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wished = asked ?? localStorage.getItem(KEPT) ?? navigator.language;
  return wished.toLowerCase().startsWith("zh") ? "zh" : "en";
}

export const language = () => current;

/** The language as browsers name it: for dates, and for choosing glyphs. */
export const locale = () => (current === "zh" ? "zh-Hans-CN" : "en-GB");

/** Speak another language from now on. */
export function speak(code) {
  current = code;
  localStorage.setItem(KEPT, code);
  document.documentElement.lang = locale();
  document.title = t("title");
}

/** The text for a key with its `{gaps}` filled; an unknown key is an error. */
export function t(key, gaps = {}) {
  const texts = WORDS[key];
  if (!texts) throw new Error(`no words for ${key}`);
  const text = texts[Object.keys(LANGUAGES).indexOf(current)];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(gaps[name]));
}

/** A text that the scene gives in several languages. */
export const pick = (texts) => texts[current] ?? texts.en ?? "";
