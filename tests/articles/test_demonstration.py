"""The demonstration: whole, readable, loaded once however often, and never beside somebody's own content."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from articles import demonstration
from articles.demonstration import ForeignContent, loading
from articles.demonstration.nonsense import ADJECTIVES, NOUNS, VERBS, Writer
from articles.models.article import Article
from articles.models.page import Page
from articles.models.person import Person
from articles.models.picture import Picture
from articles.models.publication import Publication
from articles.models.reference import Reference
from articles.models.revision import Embed
from articles.models.site import SiteSettings
from articles.models.standing import StandingPage
from articles.models.strain import StrainProfile

MODEL_ARTICLE = "articles/can-kratom-help-with-fibromyalgia"


def load(articles: int = 0) -> str:
    by, _ = User.objects.get_or_create(username="demo")
    return demonstration.load(by=by, extra={"articles": articles}, progress=lambda what, done, total: None)


@pytest.fixture
def site(demonstrated, db) -> None:
    """A site that holds the demonstration."""


def all_pages() -> list[Page]:
    return [page for model in (Article, StrainProfile, StandingPage) for page in model.objects.all()]


def everything() -> dict[str, list[dict]]:
    """Every row of the app."""
    models = apps.get_app_config("articles").get_models()
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models}


def test_every_file_became_a_page_that_is_live(site) -> None:
    files = [path for folder in loading.FOLDERS for path in (loading.FOLDER / folder).glob("*.toml")]
    assert len(files) == Page.objects.count() == Publication.objects.count()


def test_every_page_can_be_read(site, client: Client) -> None:
    for path in Publication.objects.values_list("path", flat=True):
        assert client.get(f"/{path}/").status_code == 200, path


def test_there_is_nothing_to_find_fault_with(site) -> None:
    assert [(page.slug, found.message) for page in all_pages() for found in page.findings()] == []


def test_the_model_article_is_whole(site) -> None:
    article = Publication.objects.get(path=MODEL_ARTICLE)
    assert article.questions.count() == 10
    assert {vein["title"] for vein in _strains(article)} == {"Red vein", "Green vein", "White vein"}
    assert article.card["authors"][0]["role"] == "Editor (demonstration role)"


def _strains(publication: Publication) -> list[dict]:
    return [said for name, said in publication.revision.snapshot.records.items() if name.startswith("strain:")]


def test_there_are_enough_pages_to_judge_lists_by(site) -> None:
    assert Article.objects.count() >= 9
    assert StrainProfile.objects.filter(type="named").count() >= 8
    assert StrainProfile.objects.filter(type="vein").count() == 3
    assert {page.slug for page in StandingPage.objects.all()} >= {"about", "how-we-work", "privacy", "contact"}


def test_every_effect_has_its_basis(site) -> None:
    effects = [effect for strain in StrainProfile.objects.all() for effect in strain.effects.all()]
    assert effects
    assert all(effect.basis for effect in effects)


def test_pictures_can_be_loaded(site, client: Client) -> None:
    names = [rendition["name"] for picture in Picture.objects.all() for rendition in picture.renditions]
    assert names
    assert all(client.get(f"/media/{name}").status_code == 200 for name in names)


def test_the_pictures_of_the_project_are_light() -> None:
    assert sum(path.stat().st_size for path in (loading.FOLDER / "pictures").iterdir()) < 1_000_000


def test_the_site_says_who_it_is(site) -> None:
    assert SiteSettings.current().unreviewed == "Not medically reviewed: demonstration"
    assert SiteSettings.current().pinned.count() == 2


def test_loading_it_again_changes_nothing(site) -> None:
    before = everything()
    load()
    assert everything() == before


def test_what_an_editor_made_of_it_stays(site) -> None:
    strain, article = StrainProfile.objects.get(slug="red-bali"), Article.objects.get(slug="kratom-and-sleep")
    strain.withdraw(by=User.objects.get(), why="A trial.")
    Article.objects.filter(pk=article.pk).update(slug="sleep", title="Sleep")
    before = everything()
    load()
    assert everything() == before


def test_a_load_that_broke_off_is_finished_by_the_next(site) -> None:
    page = Article.objects.get(slug="kratom-and-sleep")
    for rows in (
        page.showings,
        Publication.objects.filter(page=page),
        Embed.objects.filter(revision__page=page),
        page.revisions,
    ):
        rows.all().delete()
    load()
    assert Publication.objects.filter(page=page).exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda: Article.objects.create(title="Mine", slug="mine"),
        lambda: Reference.objects.create(key="mine2020", title="Mine"),
        lambda: Person.objects.create(key="mine", name="Mine"),
        lambda: Picture.objects.create(title="Mine", width=1, height=1),
    ],
    ids=["page", "reference", "person", "picture"],
)
def test_somebodys_own_content_is_left_alone(site, write: Callable[[], object]) -> None:
    write()
    before = everything()
    with pytest.raises(ForeignContent, match="Mine"):
        load()
    assert everything() == before


@pytest.fixture
def synthetic(site) -> list[Publication]:
    load(articles=3)
    return list(Publication.objects.filter(page__key__startswith="synth").order_by("pk"))


def test_so_many_synthetic_articles_as_were_asked_for(synthetic: list[Publication], client: Client) -> None:
    assert len(synthetic) == 3
    assert all(client.get(f"/{publication.path}/").status_code == 200 for publication in synthetic)


def test_a_synthetic_article_has_the_size_of_a_real_one(synthetic: list[Publication]) -> None:
    for publication in synthetic:
        assert 1_400 < len(publication.text.split()) < 1_900
        assert publication.html.count('<h2 id="sample-section') == 12
        assert publication.html.count("<table") == 1
        assert publication.questions.count() == 10
        assert len([name for name in publication.revision.snapshot.records if name.startswith("reference:")]) == 5
        assert publication.filings.count() >= 1


def test_a_synthetic_article_is_frozen_like_any_other(synthetic: list[Publication]) -> None:
    for publication in synthetic:
        assert publication.revision.is_intact()
        assert publication.page.showings.count() == 1
        assert publication.page.published_version == publication.page.version


def test_synthetic_articles_are_added_only_where_they_lack(synthetic: list[Publication]) -> None:
    before = everything()
    assert load(articles=3).endswith("; 0 synthetic articles were added.")
    assert everything() == before
    assert load(articles=4).endswith("; 1 synthetic articles were added.")


def test_a_synthetic_article_is_always_the_same() -> None:
    references = [f"source{n}" for n in range(9)]
    one, again, other = (Writer(number, references) for number in (7, 7, 8))
    assert (one.title, one.blocks, one.faq) == (again.title, again.blocks, again.faq)
    assert one.blocks != other.blocks


def test_synthetic_words_claim_nothing() -> None:
    assert not {"kratom", "pain", "mood", "dose", "cure", "treat", "health", "safe"} & {*ADJECTIVES, *NOUNS, *VERBS}
