using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Configuration;

/// <summary>A key of ours that cannot be understood.</summary>
/// <param name="Key">The key, in lower case.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What was expected.</param>
internal readonly record struct SettingProblem(string Key, string Problem, string Remedy);

/// <summary>Reads the keys under our prefix. What cannot be understood is reported (RH9004) and otherwise ignored.</summary>
internal sealed class SettingsParser
{
    private const string Prefix = "resource_hygiene";
    private const string TierKey = "resource_hygiene.tier.";
    private const string ReleaseKey = "resource_hygiene.release.";
    private const string IgnoredTypesKey = "resource_hygiene.ignored_types";
    private const string NeverThrowsKey = "resource_hygiene.never_throws";
    private const string AlwaysThrowsKey = "resource_hygiene.always_throws";
    private const string PathBudgetKey = "resource_hygiene.path_budget";

    private const string Unset = "unset";

    private const int SmallestBudget = 100;
    private const int LargestBudget = 1_000_000;

    private static readonly string[] s_keys = { TierKey + "<Type>", ReleaseKey + "<Type>", IgnoredTypesKey, NeverThrowsKey, AlwaysThrowsKey, PathBudgetKey };
    private static readonly char[] s_comma = { ',' };

    private readonly ImmutableDictionary<string, ResourceTier>.Builder _tiers = ImmutableDictionary.CreateBuilder<string, ResourceTier>(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableDictionary<string, string>.Builder _releases = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
    private readonly ImmutableDictionary<string, bool>.Builder _exceptions = ImmutableDictionary.CreateBuilder<string, bool>(StringComparer.Ordinal);
    private readonly List<SettingProblem> _problems = new();
    private ImmutableHashSet<string> _ignored = ImmutableHashSet<string>.Empty;
    private int _budget = HygieneSettings.DefaultPathBudget;

    private SettingsParser()
    {
    }

    /// <summary>The settings of a file.</summary>
    /// <param name="tree">What is configured for the file.</param>
    /// <param name="global">What is configured for the whole compilation; the file's own values win.</param>
    /// <param name="problems">What could not be understood.</param>
    public static HygieneSettings Parse(AnalyzerConfigOptions tree, AnalyzerConfigOptions global, out ImmutableArray<SettingProblem> problems)
    {
        SortedDictionary<string, string>? values = null;
        Collect(global, ref values);
        Collect(tree, ref values);
        if (values is null)
        {
            problems = ImmutableArray<SettingProblem>.Empty;
            return HygieneSettings.Default;
        }

        var parser = new SettingsParser();
        foreach (KeyValuePair<string, string> setting in values)
            parser.Read(setting.Key, setting.Value);
        problems = parser._problems.ToImmutableArray();
        return new HygieneSettings
        {
            Tiers = parser._tiers.ToImmutable(),
            ReleaseMethods = parser._releases.ToImmutable(),
            IgnoredTypes = parser._ignored,
            Exceptions = parser._exceptions.ToImmutable(),
            PathBudget = parser._budget,
            Text = string.Join("\n", values.Select(static setting => setting.Key + "=" + setting.Value)),
        };
    }

    private static void Collect(AnalyzerConfigOptions options, ref SortedDictionary<string, string>? values)
    {
        foreach (string key in KeysOf(options))
        {
            if (key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && options.TryGetValue(key, out string? value))
                (values ??= new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase))[key] = value;
        }
    }

    // The base class allows a host not to know its keys; the compiler and IDEs do.
    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            return Array.Empty<string>();
        }
    }

    private void Read(string key, string value)
    {
        value = value.Trim();
        // As for every key of an .editorconfig: as if it had not been set in a file farther away.
        if (Is(value, Unset) && IsKnown(key))
            return;
        if (Names(key, TierKey) is { } type)
            ReadTier(key, type, value);
        else if (Names(key, ReleaseKey) is { } released)
            ReadRelease(key, released, value);
        else if (Is(key, IgnoredTypesKey))
            _ignored = NamesIn(key, value).ToImmutableHashSet(StringComparer.Ordinal);
        else if (Is(key, NeverThrowsKey) || Is(key, AlwaysThrowsKey))
            ReadExceptions(key, value, mayThrow: Is(key, AlwaysThrowsKey));
        else if (Is(key, PathBudgetKey))
            ReadBudget(key, value);
        else
            _problems.Add(new SettingProblem(key, "is no setting", "the settings are " + string.Join(", ", s_keys.Select(static known => known.Substring(Prefix.Length + 1)))));
    }

    private void ReadTier(string key, string type, string value)
    {
        switch (value)
        {
            case "critical":
                _tiers[type] = ResourceTier.Critical;
                break;
            case "normal":
                _tiers[type] = ResourceTier.Normal;
                break;
            case "minor":
                _tiers[type] = ResourceTier.Minor;
                break;
            case "none":
                _tiers[type] = ResourceTier.None;
                break;
            default:
                _problems.Add(new SettingProblem(key, $"has the value '{Shorten(value)}', which is no tier", "use critical, normal, minor or none"));
                break;
        }
    }

    private void ReadRelease(string key, string type, string value)
    {
        if (IsName(value) && value.IndexOf('.') < 0)
            _releases[type] = value;
        else
            _problems.Add(new SettingProblem(key, $"has the value '{Shorten(value)}', which is no method name", "write the name of the method that releases, without parentheses"));
    }

    private void ReadExceptions(string key, string value, bool mayThrow)
    {
        foreach (string name in NamesIn(key, value))
        {
            if (_exceptions.TryGetValue(name, out bool earlier) && earlier != mayThrow)
                _problems.Add(new SettingProblem(key, $"names '{Shorten(name)}', which is said to do the opposite too", "keep one of never_throws and always_throws"));
            else
                _exceptions[name] = mayThrow;
        }
    }

    private void ReadBudget(string key, string value)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int budget) && budget is >= SmallestBudget and <= LargestBudget)
            _budget = budget;
        else
            _problems.Add(new SettingProblem(key, $"has the value '{Shorten(value)}', which is no budget", $"use a number from {SmallestBudget} to {LargestBudget}"));
    }

    private List<string> NamesIn(string key, string value)
    {
        var names = new List<string>();
        foreach (string part in value.Split(s_comma))
        {
            string name = WithoutArity(part.Trim());
            if (IsName(name))
                names.Add(name);
            else
                _problems.Add(new SettingProblem(key, $"names '{Shorten(part.Trim())}', which is no name", "separate names such as Vendor.Media.Clip by commas"));
        }

        return names;
    }

    private static string? Names(string key, string prefix)
    {
        if (!key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return null;
        string name = key.Substring(prefix.Length);
        return IsName(name) ? name : null;
    }

    private static bool IsKnown(string key) =>
        Names(key, TierKey) is not null || Names(key, ReleaseKey) is not null || Array.Exists(s_keys, known => Is(key, known));

    private static bool Is(string key, string known) => string.Equals(key, known, StringComparison.OrdinalIgnoreCase);

    // As for contract lines, a generic type is named without what it is made of: N.Box`1.Inner is N.Box.Inner.
    private static string WithoutArity(string name) => name.IndexOf('`') < 0 ? name : string.Join(".", name.Split('.').Select(static part =>
        part.IndexOf('`') is > 0 and var arity && arity < part.Length - 1 && part.Skip(arity + 1).All(char.IsDigit) ? part.Substring(0, arity) : part));

    private static bool IsName(string text) =>
        text.Length > 0 && text.Split('.').All(static part => part.Length > 0 && !char.IsDigit(part[0]) && part.All(static character => char.IsLetterOrDigit(character) || character == '_'));

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 39) + "…";
}
