"""Mail domains that tell something about the person: free mailboxes, and addresses made to be thrown away."""

from __future__ import annotations

_FREE = """
126.com 139.com 163.com 189.cn aliyun.com aol.com arcor.de att.net bellsouth.net bigpond.com bk.ru bluewin.ch
bol.com.br btinternet.com caramail.com charter.net cock.li comcast.net cox.net daum.net duck.com earthlink.net
email.com email.cz fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de
gmx.fr gmx.net googlemail.com hanmail.net hey.com hotmail.be hotmail.co.th hotmail.co.uk hotmail.com hotmail.de
hotmail.es hotmail.fr hotmail.it hotmail.nl hushmail.com icloud.com ig.com.br inbox.com inbox.lv inbox.ru interia.pl
juno.com kakao.com kpnmail.nl laposte.net libero.it list.ru live.ca live.co.uk live.com live.de live.fr live.it
live.nl lycos.com mac.com mail.bg mail.com mail.de mail.ee mail.ru mailbox.org maktoob.com me.com msn.com naver.com
netcourrier.com netzero.net o2.pl onet.pl online.de ono.com optonline.net optusnet.com.au orange.fr outlook.at
outlook.be outlook.co.th outlook.com outlook.com.br outlook.de outlook.es outlook.fr outlook.it outlook.jp outlook.sa
pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com rocketmail.com
runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com skynet.be sohu.com sympatico.ca
t-online.de talktalk.net telenet.be terra.com.br tin.it tiscali.it tom.com tuta.com tuta.io tutanota.com tutanota.de
ukr.net uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de windowslive.com wp.pl yahoo.ca
yahoo.co.id yahoo.co.in yahoo.co.jp yahoo.co.th yahoo.co.uk yahoo.com yahoo.com.ar yahoo.com.au yahoo.com.br
yahoo.com.mx yahoo.de yahoo.es yahoo.fr yahoo.gr yahoo.in yahoo.it yahoo.pl yandex.by yandex.com yandex.kz yandex.ru
yeah.net ymail.com ziggo.nl zoho.com zohomail.com
"""
FREE: frozenset[str] = frozenset(_FREE.split())

_DISPOSABLE = """
0-mail.com 10minutemail.com 10minutemail.net 1secmail.com 1secmail.net 1secmail.org 20minutemail.com 33mail.com
anonbox.net anonymbox.com burnermail.io byom.de crazymailing.com deadaddress.com discard.email discardmail.com
dispostable.com dropmail.me emailfake.com emailondeck.com fakeinbox.com fakemail.net fakemailgenerator.com
generator.email getairmail.com getnada.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de
guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com harakirimail.com inboxbear.com
inboxkitten.com incognitomail.org jetable.org linshiyouxiang.net mail-temp.com mail-temporaire.fr mail.tm
mailcatch.com maildrop.cc mailexpire.com mailinator.com mailinator.net mailnesia.com mailnull.com mailpoof.com
mailsac.com meltmail.com mintemail.com minuteinbox.com moakt.com mohmal.com mytemp.email mytrashmail.com nada.email
no-spam.ws nowmymail.com owlymail.com pokemail.net rcpt.at sharklasers.com spam4.me spambog.com spambox.us spamex.com
spamgourmet.com temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.dev tempmail.email tempmail.net
tempmailaddress.com tempmailo.com tempr.email throwawaymail.com tmail.ws tmpmail.net tmpmail.org trash-mail.com
trashmail.com trashmail.de trashmail.me trashmail.net trbvm.com wegwerfmail.de wegwerfmail.net wegwerfmail.org
yopmail.com yopmail.fr yopmail.net
"""
DISPOSABLE: frozenset[str] = frozenset(_DISPOSABLE.split())
