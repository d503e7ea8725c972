"""Odd days of invented tweets, ``(author, text)``: what a channel may meet that is no usual day."""

Day = list[tuple[str, str]]

QUIET: Day = [
    ("brindlelabs", "Introducing Brindle 3, our open model for phones. The weights are out today."),
    ("amsel", "Brindle 3 runs on a five-year-old phone at 20 tokens per second."),
    ("nadiaverrin", "I think most AI agents fail because nobody writes tests for the tools they call."),
    ("tessaro_app", "Tessaro can now remember your meetings. Rolling out to all subscribers this week."),
    ("paperlark", "New paper: sparse attention for robot models cuts memory use by 40%."),
    ("lixiang", "青禾实验室开源了青禾 2 模型，参数 30B，手机上也能跑。"),
    ("earlybird", "good morning everyone"),
    ("nightowl", "what a lovely sunset"),
    ("promoking", "50% off our prompt course, use code DAWN at checkout!"),
    ("marketwren", "$OSFY shares fell 7% after Ossify cut its revenue guidance for AI chips."),
    ("quill", "Who else is at the AI meetup in Ostrava tonight?"),
    ("wenlu", "我认为智能体的关键是工具，而不是模型有多大。"),
]
ONE: Day = [("brindlelabs", "Introducing Brindle 3, our open model for phones.")]
SPAM: Day = [
    (f"shop{number}", f"{number}0% off our AI prompt bundle! Use code DAWN{number}, link in bio, limited offer!")
    for number in range(1, 10)
]
CHINESE: Day = [
    ("qinghe_lab", "青禾实验室今天发布青禾 2 模型，参数 30B，权重已经开源。"),
    ("lixiang", "青禾 2 在我的旧手机上每秒能跑 20 个词元，比上一代快一倍。"),
    ("wenlu", "试了青禾 2，写代码不错，长文还是会丢三落四。"),
    ("zhaozhi", "智能体平台织网上线记忆功能，所有用户本周可用。"),
    ("chenmo", "我认为智能体的关键是工具，而不是模型有多大。"),
    ("gushi_wang", "芯片公司岚山微今天宣布完成 5 亿元融资，用于 AI 推理芯片。"),
    ("baozi", "早上好，今天吃包子"),
    ("lunwen_niao", "新论文：用稀疏注意力训练机器人模型，显存少用四成。"),
]
ENGLISH: Day = [
    *(each for each in QUIET if each[1].isascii()),
    ("corvin", "Brindle 3 beats Korrigan-7B on every coding benchmark that I ran today."),
    ("gale_wire", "Ombrelane, maker of an AI tutor, raises $420 million at a valuation of $3.1 billion."),
    ("siskin", "I believe open model weights matter more than any benchmark score of the year."),
]
ARABIC: Day = [
    ("sahar_ai", "أطلقت شركة نخلة اليوم نموذج Nakhla 2 للذكاء الاصطناعي، وهو مفتوح المصدر."),
    ("omar_tech", "جربت نموذج Nakhla 2 على هاتفي القديم، وهو أسرع بنسبة 40% من السابق."),
    ("layla_dev", "أعتقد أن نماذج الذكاء الاصطناعي المفتوحة أهم من أي اختبار."),
    ("huda_news", "أعلنت شركة واحة عن تمويل بقيمة 30 مليون دولار لتطوير رقائق الذكاء الاصطناعي AI."),
    ("nour", "Introducing Nakhla 2, an open AI model: نموذج عربي مفتوح، أسرع بنسبة 40%."),
    ("sami", "صباح الخير يا أصدقاء"),
]

DAYS = {"quiet": QUIET, "one": ONE, "spam": SPAM, "chinese": CHINESE, "english": ENGLISH, "arabic": ARABIC}
