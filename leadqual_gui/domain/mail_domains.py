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
0-mail.com 10mail.org 10minut.xyz 10minutemail.com 10minutemail.net 1secmail.com 1secmail.net 1secmail.org
1secmail.xyz 20mail.it 20minutemail.com 33mail.com anonbox.net anonymail.dk anonymbox.com armyspy.com
binkmail.com bobmail.info bugmenot.com burnermail.io byom.de chacuo.net chammy.info cool.fr.nf
correotemporal.org courriel.fr.nf crazymailing.com cuvox.de dayrep.com deadaddress.com devnullmail.com
discard.email discardmail.com disposablemail.com dispostable.com dodgit.com dpptd.com dropmail.me e4ward.com
einrot.com emailfake.com emailondeck.com emailtemporanea.com emailtemporario.com.br emltmp.com esiix.com
ezztt.com fakeinbox.com fakemail.net fakemailgenerator.com filzmail.com fleckens.hu generator.email
getairmail.com getnada.com gishpuppy.com grr.la guerrillamail.biz guerrillamail.com guerrillamail.de
guerrillamail.info guerrillamail.net guerrillamail.org guerrillamailblock.com gustr.com harakirimail.com
icznn.com inboxalias.com inboxbear.com inboxkitten.com incognitomail.com incognitomail.org jetable.com
jetable.fr.nf jetable.org jnxjn.com jourrapide.com kasmail.com kurzepost.de kzccv.com laafd.com
letthemeatspam.com linshiyouxiang.net lroid.com mail-temp.com mail-temporaire.fr mail.tm mailbidon.com
mailcatch.com maildrop.cc mailexpire.com mailforspam.com mailin8r.com mailinater.com mailinator.com
mailinator.net mailinator2.com mailmoat.com mailnesia.com mailnull.com mailpoof.com mailquiet.com mailsac.com
mailtemp.info mega.zik.dj meltmail.com mintemail.com minuteinbox.com moakt.com mohmal.com moncourrier.fr.nf
monemail.fr.nf monmail.fr.nf mvrht.com mytemp.email mytempemail.com mytrashmail.com nada.email no-spam.ws
nomail.xl.cx nospam.ze.tc notmailinator.com nowmymail.com objectmail.com owlpic.com owlymail.com pokemail.net
proxymail.eu qiott.com rcpt.at reallymymail.com reconmail.com rhyta.com rteet.com safetymail.info
sendspamhere.com sharklasers.com sofimail.com sogetthis.com spam4.me spamavert.com spambog.com spambox.us
spamex.com spamfree24.org spamgourmet.com spamgourmet.net spamherelots.com spamhereplease.com spamhole.com
speed.1s.fr spoofmail.de streetwisemail.com superrito.com suremail.info teleworm.us temp-mail.io temp-mail.org
tempail.com tempinbox.com tempmail.dev tempmail.email tempmail.net tempmailaddress.com tempmailer.com
tempmailer.de tempmailo.com tempr.email tempymail.com thisisnotmyrealemail.com throwam.com throwawaymail.com
tmail.ws tmails.net tmpmail.net tmpmail.org tradermail.info trash-mail.at trash-mail.com trashmail.at
trashmail.com trashmail.de trashmail.io trashmail.me trashmail.net trbvm.com txcct.com veryrealemail.com
vjuum.com vomoto.com wegwerfemail.de wegwerfmail.de wegwerfmail.net wegwerfmail.org wuuvo.com wwjmp.com
xojxe.com yoggm.com yopmail.com yopmail.fr yopmail.net zetmail.com zippymail.info
"""
DISPOSABLE: frozenset[str] = frozenset(_DISPOSABLE.split())
