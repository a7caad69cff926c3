namespace ResourceHygiene.Analyzers.Summaries;

/// <summary>What is published about an assembly. Texts only, so that an edit which changes nothing of it ends here.</summary>
/// <param name="Lines">Contract lines in ordinal order, each ended by a line feed.</param>
/// <param name="Failures">Members that are missing because their analysis failed, with the reason; lines likewise.</param>
internal sealed record SummaryModel(string Lines, string Failures)
{
    public static SummaryModel Empty { get; } = new("", "");

    public bool IsEmpty => Lines.Length == 0 && Failures.Length == 0;
}
