"""Word lists for parsing captions phrase by phrase; written for Photon."""


def words_in(lines: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(lines.split())


ARTICLES = frozenset({"a", "the"})
NUMBERS = words_in("two three four five six several some many")
POSSESSIVES = words_in("his her its their")
BEING = words_in("is are")
LINKS = words_in("and while who that which as")
ADJECTIVES = words_in(
    """
    black white red blue green brown yellow orange pink purple gray grey tan golden silver gold blond blonde dark light
    colorful big large small little tiny huge giant long short tall young old older elderly adult wooden metal stone
    brick concrete plastic leather stuffed open empty snowy grassy rocky sandy dirty muddy wet dry clean busy crowded
    outdoor indoor wild fresh hot cold cut sliced striped plaid spotted beautiful modern vintage antique professional
    double shirtless furry fluffy hairy ripe cooked fried grilled frozen homemade round square wide narrow high low
    parked paved tiled floral lit male female matching colored painted decorated cloudy sunny clear blurry bright flat
    curly multicolored lush steep shallow deep public residential rural urban messy cluttered various assorted broken
    rusty rustic abandoned electric shaggy snow-covered tree-lined bearded middle-aged
    """
)
ADJECTIVES_ONLY = words_in(
    """
    black white red blue green brown yellow pink purple gray grey tan young old older elderly little big large small
    tall short long wooden snowy grassy rocky sandy
    """
)
PREPOSITIONS = words_in(
    """
    in on at with through over near by into down along across from under around outside inside behind between beside
    against off of for onto up past toward towards above among beneath below during amongst atop underneath
    """
)
PLACED = (
    "in front of", "next to", "on top of", "in the middle of", "on the side of", "at the edge of", "close to",
    "out of", "on the edge of", "on the back of", "at the top of", "at the end of", "in between", "inside of",
    "outside of", "off of",
)  # fmt: skip
WHERE = ("in the air", "on the ground", "at night")  # whole phrases
PARTICLES = words_in("up down out off around over together along away back outside inside upside")
STATES = words_in("parked filled covered dressed surrounded seated perched stacked displayed piled mounted")
COLLECTIVES = words_in("group couple herd plate bowl glass cup pair flock slice piece row pile crowd vase box bunch")
NO_ACTIONS = words_in(
    """
    building railing clothing ceiling swing string ring wedding painting icing frosting lighting evening morning
    something nothing during everything spring king thing wing bathing living parking dining shopping topping seasoning
    crossing opening being setting flowering gaming baring stating saying attempting trying appearing starting
    including according containing featuring surrounding matching opposing missing interesting shelving flooring
    showing having bending causing consisting depicting dwelling facing giving getting going coming leaving making
    passing putting sending varying landing shipping siting waring ridding placing
    """
)
# Verbs that may stand without an object: "walking" does, "holding" does not.
COMPLETE = words_in(
    """
    standing sitting running jumping playing posing smiling walking swimming laughing climbing dancing leaping flying
    skiing surfing skateboarding snowboarding talking sleeping fishing singing eating drinking fighting racing wrestling
    hugging kissing barking yawning crying relaxing resting grazing skating lying swinging splashing paddling kayaking
    windsurfing reading performing cooking boxing waving kneeling biking growling floating cheering camping jogging
    hiking bowling sledding working shopping driving diving crawling crouching praying juggling parked
    """
)
COMPLETE_PAIRS = frozenset(
    {
        "sitting down", "looking up", "looking down", "lying down", "sitting together", "standing together",
        "posing together", "playing together", "running together", "walking together", "sleeping together",
        "sitting outside", "standing outside", "playing outside", "running outside", "walking outside", "standing up",
        "jumping up", "bending over", "running away", "dressed up", "kneeling down",
    }
)  # fmt: skip
# Nouns that a draft can omit, or that have no meaning without more words.
VAGUE = words_in(
    """
    background foreground front side something someone person's way kind type middle center distance other others top
    bottom view picture photo image photograph full lot lots sort part set variety end edge row base area place position
    camera well thing things time times day work watch use help move try start shot scene line action half right left
    need stop turn order look looking while wait reach purpose sight fall pose glance stare stares looks sits plays runs
    walks jumps play rides ride like style rest pass match mid fast drive various trio dozens spot direction another
    object objects one ones series collection closeup close-up silhouette reflection display corner slice slices
    collage painting cross sitting crawl crawls stands fight wrestle gather body gathering plates here sun
    onlookers meat toilets progress motion midst event competition opponent spots horns paws sale
    skies cob it asian american cows racer colored decker close going fire number crew ring individual males smile
    youth adult surroundings lady guy guys kid kids male female gentleman cop skate hair
    """
)
INCOMPLETE = words_in(
    "player group people traffic retriever pack pair stack bunch assortment couple decker close racing coach"
)
BODY = words_in(
    """
    mouth hand hands head heads face faces arm arms leg legs hair back shoulder shoulders foot feet lap eyes ears knee
    knees finger fingers tongue neck teeth body mouths nose chest belly stomach tail ear eye lips beard skin hind mohawk
    """
)
UNCOUNTED = words_in(
    """
    grass water snow sand dirt food fruit pizza ice broccoli bread cheese rice meat hay mud wood surf traffic fog rain
    ground equipment furniture luggage salad soup coffee beer wine sky graffiti chicken spaghetti pasta fire smoke
    clothing air tennis soccer baseball football basketball volleyball frisbee hockey
    """
)
PERSONS = words_in(
    """
    student jockey goalie boxer racer officer gymnast rollerblader boarder coach wrestler bicycler band parade crowd
    student skydiver footballer climber bicyclist
    """
)
DOGS = words_in("doberman shepherd retriever collie lab beagle terrier greyhound poodle puppy bulldog")
# Phrases that are wrong, or that have no content.
UNWANTED = frozenset(
    {
        "a traffic", "a orange", "a man rock", "a and cat", "a close", "a black man", "a racing dog", "a female",
        "a light colored dog", "two females", "jumping high", "wearing a shirt", "wearing a collar", "wearing pants",
        "wearing shorts", "wearing a t-shirt", "wearing a sweater", "wearing a coat", "wearing a jacket",
        "in a shirt", "in a coat", "in a jacket", "in shorts", "in pants", "with people", "with man", "with water",
        "with a fence", "with cars", "with buildings", "with a building", "with a mountain", "with trees",
        "with a tree", "with a crowd", "with helmet", "in field", "at beach", "on beach", "on bike", "on bicycle",
        "on skateboard", "on surfboard", "with a man", "with a woman", "with a boy", "with a girl", "with a child",
        "with two children", "with the sun", "with some food", "with sink", "riding bike", "riding skis",
        "sitting at table", "sitting on a plate", "sitting on a table", "with a wall", "outside a building",
        "in a building", "on a building", "by a building", "near a building", "on the phone", "on a phone",
        "skiing down a snow", "wearing skis", "in skis", "on a snow", "a group", "a couple", "a team", "a tray",
        "a field", "a wall", "a pole", "a plate", "a road", "a street", "a tower", "a shelf", "a chair", "a sink",
        "a bowl", "a pan", "a dish", "a meal", "a mother", "an adult",
    }
)  # fmt: skip
