using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>A message that nobody reads to its end says nothing: names give way before it gets too long.</summary>
internal static class MessageLength
{
    public const int Longest = 160;

    private static readonly int[] s_nameLimits = { 60, 40, 28, 20, 14, 10 };

    /// <summary>The first arguments with which the message of a rule is short enough.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="arguments">Arguments of its message for names of at most so many characters.</param>
    public static object[] Fit(DiagnosticDescriptor rule, Func<int, object[]> arguments)
    {
        string format = rule.MessageFormat.ToString(CultureInfo.InvariantCulture);
        object[] fitting = Array.Empty<object>();
        foreach (int limit in s_nameLimits)
        {
            fitting = arguments(limit);
            if (string.Format(CultureInfo.InvariantCulture, format, fitting).Length <= Longest)
                break;
        }

        return fitting;
    }
}
