using System.Collections.Immutable;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Reads contract files. A line that is wrong yields an error and is left out; the others still count.
/// The grammar is documented in docs/contracts.md.
/// </summary>
internal static class ContractParser
{
    private static readonly char[] s_space = { ' ', '\t' };

    public static ImmutableArray<ContractLine> Parse(string text, out ImmutableArray<ContractError> errors)
    {
        var lines = ImmutableArray.CreateBuilder<ContractLine>();
        var problems = ImmutableArray.CreateBuilder<ContractError>();
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            number++;
            string content = WithoutComment(raw.TrimEnd('\r')).Trim();
            if (content.Length == 0)
                continue;
            if (ParseLine(content, out string? problem) is { } line)
                lines.Add(line);
            else
                problems.Add(new ContractError(number, problem!));
        }

        errors = problems.ToImmutable();
        return lines.ToImmutable();
    }

    // '#' also occurs inside documentation ids (#ctor), so a comment starts a line or follows white space.
    private static string WithoutComment(string line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
                return line.Substring(0, i);
        }

        return line;
    }

    private static ContractLine? ParseLine(string content, out string? problem)
    {
        int end = content.IndexOfAny(s_space);
        if (end < 0)
            return Fail("expected a documentation id followed by at least one fact", out problem);
        string id = content.Substring(0, end);
        if (id.Length < 3 || id[1] != ':' || id[0] is not ('T' or 'M' or 'P'))
            return Fail($"'{id}' is not a documentation id of a type (T:), method (M:) or property (P:)", out problem);

        var facts = ImmutableArray.CreateBuilder<ContractFact>();
        foreach (string part in content.Substring(end).Split(';'))
        {
            if (ParseFact(part.Split(s_space, StringSplitOptions.RemoveEmptyEntries), out problem) is not { } fact)
                return null;
            facts.Add(fact);
        }

        problem = null;
        string name = id.Substring(2);
        if (id[0] == 'T')
            return new ContractLine(name, Member: null, Parameters: null, facts.ToImmutable());

        int open = name.IndexOf('(');
        string path = open < 0 ? name : name.Substring(0, open);
        int dot = path.LastIndexOf('.');
        if (dot <= 0)
            return Fail($"'{id}' names no containing type", out problem);
        return new ContractLine(
            path.Substring(0, dot), path.Substring(dot + 1), open < 0 ? null : name.Substring(open), facts.ToImmutable());
    }

    private static ContractFact? ParseFact(string[] words, out string? problem)
    {
        problem = null;
        if (words.Length == 0)
            return Fail<ContractFact>("expected a fact", out problem);
        if (words[0] == "tier")
        {
            return words.Length == 2 && Enum.TryParse(words[1], ignoreCase: true, out ResourceTier tier)
                ? new ContractFact(ContractVerb.Tier, Tier: tier)
                : Fail<ContractFact>("expected 'tier' critical, normal, minor or none", out problem);
        }

        ContractVerb? verb = words[0] switch
        {
            "owned" => ContractVerb.Owned,
            "borrowed" => ContractVerb.Borrowed,
            "takes" => ContractVerb.Takes,
            "alias" => ContractVerb.Alias,
            "releases" => ContractVerb.Releases,
            _ => null,
        };
        if (verb is null)
            return Fail<ContractFact>($"'{words[0]}' is not a fact; use tier, owned, borrowed, takes, alias or releases", out problem);
        if (verb is ContractVerb.Takes or ContractVerb.Alias && words.Length < 2)
            return Fail<ContractFact>($"'{words[0]}' needs the name of a parameter", out problem);
        return words.Length switch
        {
            1 => new ContractFact(verb.Value),
            2 => new ContractFact(verb.Value, words[1]),
            4 when words[2] is "when" or "unless" => new ContractFact(verb.Value, words[1], words[3], words[2] == "when"),
            _ => Fail<ContractFact>($"expected '{words[0]} <parameter> [when|unless <bool parameter>]'", out problem),
        };
    }

    private static ContractLine? Fail(string message, out string? problem) => Fail<ContractLine>(message, out problem);

    private static T? Fail<T>(string message, out string? problem)
        where T : class
    {
        problem = message;
        return null;
    }
}
