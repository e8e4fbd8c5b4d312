"""The languages of the small room: translations of the documented words and of its other texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

REMOVED_FROM_STAGE = "A moderator has taken you off the stage. You are a viewer again."
STAGE_FULL = "The stage is full. Try again when somebody has left it."
REQUEST_DECLINED = "Your request was declined."
REQUEST_CLOSED = "Your request was closed, since the stage access has changed."
INVITATION_WITHDRAWN = "Your invitation was withdrawn."
INVITATION_ENDED_BY_CHANGE = "Your invitation was withdrawn, since the stage access has changed."
INVITATION_DECLINED = " declined the invitation."
JOIN_REQUEST = " would like to join."
DEVICES_GONE = ("Your microphone is gone. Plug it in again.", "Your camera is gone. Plug it in again.")
DEVICES_UNUSABLE = (
    "Your microphone cannot be used. Plug it in and allow it in your browser, or go on without it.",
    "Your camera cannot be used. Plug it in and allow it in your browser, or go on without it.",
)
ACTIONS = "Actions for NAME"
ACTIONS_LABEL = re.compile('(?<=aria-label=")Actions for ([^"]+)')


@dataclass(frozen=True)
class Language:
    """A language of the room.

    ``words`` and ``notifications`` translate the documented words, ``sentences`` the room's other English texts.
    """

    code: str
    words: Mapping[str, str]
    notifications: Mapping[str, str]
    sentences: Mapping[str, str]

    @property
    def room_file_words(self) -> Mapping[str, str]:
        return {**self.words, **self.notifications}

    def translate(self, text: str) -> str:
        """Translate the text of a page or message."""
        for sentence, translation in self.sentences.items():
            text = text.replace(sentence, translation)
        text = ACTIONS_LABEL.sub(lambda match: self.words[ACTIONS].replace("NAME", match[1]), text)
        # Replace longer words first, since they contain shorter ones.
        for word in sorted(self.words, key=len, reverse=True):
            for before, after in ((">", "<"), ('"', '"'), (" ", "<")):
                text = text.replace(f"{before}{word}{after}", f"{before}{self.words[word]}{after}")
        return text


GERMAN = Language(
    "de",
    {
        "Ask to join stage": "Um Auftritt bitten",
        "Cancel request": "Bitte zurückziehen",
        "Get ready to join the stage": "Vor dem Auftritt",
        "You are invited to join the stage": "Sie sind auf die Bühne eingeladen",
        "Join stage": "Auftreten",
        "Decline invitation": "Einladung ablehnen",
        "Bring to stage": "Auf die Bühne holen",
        "Invite to stage": "Auf die Bühne einladen",
        "Revoke invitation": "Einladung widerrufen",
        "Remove from stage": "Von der Bühne nehmen",
        ACTIONS: "Aktionen für NAME",
        "On stage": "Auf der Bühne",
        "Viewers": "Zuschauer",
        "Participants": "Teilnehmer",
        "Requests": "Anfragen",
        "Controls": "Bedienung",
        "Microphone on": "Mikrofon an",
        "Camera on": "Kamera an",
        "Microphone": "Mikrofon",
        "Camera": "Kamera",
        "Cancel": "Abbrechen",
        "Decline": "Ablehnen",
        "Settings": "Einstellungen",
        "Stage access": "Zugang zur Bühne",
        "Everyone on stage": "Alle dürfen auftreten",
        "Join by request": "Auftritt auf Bitte",
        "Invite only": "Nur mit Einladung",
        "No stage access": "Kein Auftritt",
        "Stage": "Bühne",
        "Your name": "Ihr Name",
        "Enter": "Eintreten",
    },
    {
        "request … declined": "Bitte … abgelehnt",
        "request … closed": "Bitte … erledigt",
        "invitation … withdrawn": "Einladung … zurückgezogen",
        "NAME … declined": "NAME … lehnt … Einladung",
        "stage … full": "Bühne … voll",
        "viewer": "Zuschauer|Zuschauerin",
        "leave … stage": "Bühne … verlassen|räumen",
        "switch … on": "Mikrofon|Kamera … einschalten|aktivieren",
        "microphone": "Mikrofon",
        "camera": "Kamera",
    },
    {
        REMOVED_FROM_STAGE: "Sie sind wieder Zuschauerin.",
        STAGE_FULL: "Die Bühne ist voll.",
        REQUEST_DECLINED: "Ihre Bitte wurde abgelehnt.",
        REQUEST_CLOSED: "Ihre Bitte hat sich erledigt, weil sich der Zugang zur Bühne geändert hat.",
        INVITATION_WITHDRAWN: "Ihre Einladung wurde zurückgezogen.",
        INVITATION_ENDED_BY_CHANGE: "Ihre Einladung wurde zurückgezogen, weil sich der Zugang zur Bühne geändert hat.",
        INVITATION_DECLINED: " lehnt die Einladung ab.",
        JOIN_REQUEST: " bittet um einen Auftritt.",
        DEVICES_GONE[0]: "Ihr Mikrofon ist weg. Bitte wieder anstecken.",
        DEVICES_GONE[1]: "Ihre Kamera ist weg. Bitte wieder anstecken.",
        DEVICES_UNUSABLE[0]: "Ihr Mikrofon geht nicht. Es geht auch ohne.",
        DEVICES_UNUSABLE[1]: "Ihre Kamera geht nicht. Es geht auch ohne.",
    },
)
ARABIC = Language(
    "ar",
    {
        "Ask to join stage": "طلب الصعود إلى المنصة",
        "Cancel request": "إلغاء الطلب",
        "Get ready to join the stage": "الاستعداد للصعود إلى المنصة",
        "You are invited to join the stage": "أنت مدعو إلى المنصة",
        "Join stage": "الصعود إلى المنصة",
        "Decline invitation": "رفض الدعوة",
        "Bring to stage": "إحضار إلى المنصة",
        "Invite to stage": "دعوة إلى المنصة",
        "Revoke invitation": "سحب الدعوة",
        "Remove from stage": "إنزال عن المنصة",
        ACTIONS: "إجراءات NAME",
        "On stage": "على المنصة",
        "Viewers": "المشاهدون",
        "Participants": "المشاركون",
        "Requests": "الطلبات",
        "Controls": "أدوات التحكم",
        "Microphone on": "تشغيل الميكروفون",
        "Camera on": "تشغيل الكاميرا",
        "Microphone": "الميكروفون",
        "Camera": "الكاميرا",
        "Cancel": "إلغاء",
        "Decline": "رفض",
        "Settings": "الإعدادات",
        "Stage access": "الوصول إلى المنصة",
        "Everyone on stage": "الجميع على المنصة",
        "Join by request": "الصعود بطلب",
        "Invite only": "بالدعوة فقط",
        "No stage access": "بلا صعود",
        "Stage": "المنصة",
        "Your name": "اسمك",
        "Enter": "دخول",
    },
    {
        "request … declined": "طلب … رفض",
        "request … closed": "طلب … أُغلق",
        "invitation … withdrawn": "سحب … دعوت",
        "NAME … declined": "NAME … رفض … الدعوة",
        "stage … full": "المنصة … ممتلئة",
        "viewer": "مشاهد|مشاهدة",
        "leave … stage": "مغادرة … المنصة",
        "switch … on": "تشغيل … الميكروفون|الكاميرا",
        "microphone": "الميكروفون",
        "camera": "الكاميرا",
    },
    {
        REMOVED_FROM_STAGE: "أنزلك أحد المشرفين عن المنصة، وأنت مشاهد من جديد.",
        STAGE_FULL: "المنصة ممتلئة. حاول مجددًا لاحقًا.",
        REQUEST_DECLINED: "تم رفض طلبك.",
        REQUEST_CLOSED: "أُغلق طلبك لأن الوصول إلى المنصة قد تغيّر.",
        INVITATION_WITHDRAWN: "تم سحب دعوتك.",
        INVITATION_ENDED_BY_CHANGE: "تم سحب دعوتك لأن الوصول إلى المنصة قد تغيّر.",
        INVITATION_DECLINED: " رفض الدعوة.",
        JOIN_REQUEST: " يطلب الصعود.",
        DEVICES_GONE[0]: "انقطع الميكروفون. أعد توصيله.",
        DEVICES_GONE[1]: "انقطعت الكاميرا. أعد توصيلها.",
        DEVICES_UNUSABLE[0]: "لا يمكن استخدام الميكروفون. يمكنك المتابعة بدونه.",
        DEVICES_UNUSABLE[1]: "لا يمكن استخدام الكاميرا. يمكنك المتابعة بدونها.",
    },
)
JAPANESE = Language(
    "ja",
    {
        "Ask to join stage": "登壇をリクエスト",
        "Cancel request": "リクエストを取り消す",
        "Get ready to join the stage": "登壇の準備",
        "You are invited to join the stage": "ステージに招待されました",
        "Join stage": "登壇する",
        "Decline invitation": "招待を辞退",
        "Bring to stage": "登壇を許可",
        "Invite to stage": "ステージに招待",
        "Revoke invitation": "招待を取り消す",
        "Remove from stage": "ステージから降ろす",
        ACTIONS: "NAMEの操作",
        "On stage": "登壇者",
        "Viewers": "視聴者",
        "Participants": "参加者",
        "Requests": "リクエスト",
        "Controls": "操作パネル",
        "Microphone on": "マイクをオン",
        "Camera on": "カメラをオン",
        "Microphone": "マイク",
        "Camera": "カメラ",
        "Cancel": "キャンセル",
        "Decline": "却下",
        "Settings": "設定",
        "Stage access": "登壇の方法",
        "Everyone on stage": "全員が登壇可能",
        "Join by request": "リクエスト制",
        "Invite only": "招待のみ",
        "No stage access": "登壇なし",
        "Stage": "ステージ",
        "Your name": "お名前",
        "Enter": "入室",
    },
    {
        "request … declined": "リクエスト … 却下",
        "request … closed": "リクエスト … 終了",
        "invitation … withdrawn": "招待 … 取り消",
        "NAME … declined": "NAME … 辞退",
        "stage … full": "ステージ … 満員",
        "viewer": "視聴者",
        "leave … stage": "ステージ|登壇 … 降り",
        "switch … on": "マイク|カメラ … オン",
        "microphone": "マイク",
        "camera": "カメラ",
    },
    {
        REMOVED_FROM_STAGE: "ステージから降ろされ、視聴者に戻りました。",
        STAGE_FULL: "ステージは満員です。",
        REQUEST_DECLINED: "リクエストは却下されました。",
        REQUEST_CLOSED: "登壇の方法が変わったため、リクエストは終了しました。",
        INVITATION_WITHDRAWN: "招待は取り消されました。",
        INVITATION_ENDED_BY_CHANGE: "登壇の方法が変わったため、招待は取り消されました。",
        INVITATION_DECLINED: "は招待を辞退しました。",
        JOIN_REQUEST: "が登壇を希望しています。",
        DEVICES_GONE[0]: "マイクが外れました。接続し直してください。",
        DEVICES_GONE[1]: "カメラが外れました。接続し直してください。",
        DEVICES_UNUSABLE[0]: "マイクを使用できません。",
        DEVICES_UNUSABLE[1]: "カメラを使用できません。",
    },
)
