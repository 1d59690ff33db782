"""Why an action refuses; each message is a French sentence that says what to do."""

from django.db import models


class Refused(Exception):
    """An anticipated refusal: nothing was written."""


class Closed(Refused):
    """The evaluation is published: it changes only through a rectification."""

    def __init__(self) -> None:
        super().__init__(
            "Cette évaluation est publiée : son texte ne change plus. Pour le corriger, "
            "préparez une rectification."
        )


class Stale(Refused):
    """Somebody saved in the meantime; `current` is the row as it now stands."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__(
            "Quelqu’un a enregistré ce texte entre-temps. Rien n’a été remplacé : comparez les "
            "deux versions avant d’enregistrer de nouveau."
        )


class UnknownAddressee(Refused):
    """A recommendation speaks to an authority that is not in the list."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(
            f"Le destinataire « {slug} » n’existe pas. Choisissez-le dans la liste, ou créez-le."
        )


class UnknownRecommendation(Refused):
    """What became of a recommendation is said where it never stood."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"La recommandation « {name} » n’est pas de celles de l’évaluation précédente qui se "
            "suivent ici. Rechargez la page, et gardez de côté ce que vous en disiez."
        )


class Incomplete(Refused):
    """Something is missing before a publication; `missing` lists it, one sentence each."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(" ".join(missing))


class Changed(Refused):
    """A text is no longer what it was when somebody decided to publish."""

    def __init__(self) -> None:
        super().__init__(
            "Un texte a été enregistré depuis que cette page vous a été montrée. Rien n’a été "
            "publié : regardez de nouveau ce que vous publiez."
        )


class NotPublished(Refused):
    """What is asked for is done to a published evaluation, and this one is not."""

    def __init__(self) -> None:
        super().__init__("Cette évaluation n’est pas publiée : rien n’a changé.")


class NotInForce(Refused):
    """A later edition replaced this one."""

    def __init__(self) -> None:
        super().__init__(
            "Une édition plus récente est en vigueur : seule celle-ci peut être rectifiée ou "
            "retirée."
        )


class InPreparation(Refused):
    """An edition of the evaluation is being prepared, and there is only one at a time."""

    def __init__(self) -> None:
        super().__init__(
            "Une rectification de cette évaluation est en préparation. Publiez-la, ou "
            "abandonnez-la, d’abord."
        )


class NotRectifying(Refused):
    """An edition in preparation replaces no published one: giving it up would leave nothing."""

    def __init__(self) -> None:
        super().__init__("Cette évaluation n’est pas une rectification : elle ne s’abandonne pas.")


class CannotWrite(Refused):
    """A text is given to somebody who may not write, or no longer."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} ne peut pas écrire : le compte est fermé, ou n’a pas ce droit. "
            "Choisissez quelqu’un d’autre."
        )


class Elsewhere(Refused):
    """A text that is named is not of the evaluation at hand."""

    def __init__(self) -> None:
        super().__init__("Un de ces textes n’est pas de cette évaluation. Rechargez la page.")


class Evaluated(Refused):
    """An evaluation of the plan is published: its public addresses hold the plan's numbers."""

    def __init__(self) -> None:
        super().__init__(
            "Une évaluation de ce plan est publiée : ses priorités, ses mesures et leurs numéros "
            "ne changent plus, car les adresses publiques en dépendent. Seuls les titres se "
            "corrigent encore."
        )


class InUse(Refused):
    """What is to be removed holds something, or something refers to it; `why` is a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Rien n’a été supprimé.")


class OwnAccount(Refused):
    """Nobody closes their own account, or gives up the right to administer accounts."""

    def __init__(self) -> None:
        super().__init__(
            "C’est votre propre compte : demandez à une autre personne de l’administration de le "
            "désactiver ou d’en changer le rôle."
        )


class LastAdministrator(Refused):
    """Somebody must remain who may administer accounts."""

    def __init__(self) -> None:
        super().__init__(
            "Ce compte est le dernier qui puisse administrer : donnez d’abord ce rôle à une autre "
            "personne."
        )


class AddressTaken(Refused):
    """An e-mail address leads to one account."""

    def __init__(self) -> None:
        super().__init__("Un compte porte déjà cette adresse.")


class InvitationLost(Refused):
    """The link of an invitation is not valid, or no longer."""

    def __init__(self) -> None:
        super().__init__(
            "Ce lien d’invitation n’est plus valable : il a déjà servi, il a été remplacé par un "
            "autre, ou il a plus de trois jours."
        )
