"""Words for the kind of a variant that CTML files use: the classes of MAF, and other spellings that are in use."""

ALTERING_CLASSES = frozenset(
    {
        *("Frame_Shift_Del", "Frame_Shift_Ins", "In_Frame_Del", "In_Frame_Ins", "Missense_Mutation"),
        *("Nonsense_Mutation", "Nonstop_Mutation", "Splice_Site", "Translation_Start_Site"),
    }
)
KNOWN_CLASSES = ALTERING_CLASSES | frozenset(
    {
        *(
            "Silent",
            "Splice_Region",
            "RNA",
            "Intron",
            "Targeted_Region",
            "De_novo_Start_InFrame",
            "De_novo_Start_OutOfFrame",
        ),
        *("3'UTR", "5'UTR", "3'Flank", "5'Flank", "IGR"),
    }
)
