using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// RH8019: methods of different types that are registered for the same, of which one is never called. Known when the whole
/// compilation has been seen; within one type it is RH8011 or RH8012, as one writes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationConflictAnalyzer : HygieneAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.RegisteredElsewhereToo,
        "Another type has a method that is registered for the same",
        "[{0}] method '{1}' is never called, as '{2}' {3}",
        RuleCategories.TrackedTargets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Handlers and cleaners are registered for the whole program: of two for the same resource type and class, or of the same name, one counts.",
        RuleIds.HelpLink(RuleIds.RegisteredElsewhereToo),
        WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, s_rule);
        var registered = new ConcurrentBag<CapabilityMethod>();
        start.RegisterSymbolAction(context => Collect((IMethodSymbol)context.Symbol, registered), SymbolKind.Method);
        start.RegisterCompilationEndAction(context => Report(context, registered, severity));
    }

    private static void Collect(IMethodSymbol method, ConcurrentBag<CapabilityMethod> registered)
    {
        foreach (CapabilityMethod mark in CapabilityMethod.ReadAll(method))
        {
            if (mark.IsRegistered && RegistrationValidation.Validate(mark) is null)
                registered.Add(mark);
        }
    }

    private static void Report(CompilationAnalysisContext context, IEnumerable<CapabilityMethod> registered, DiagnosticSeverity severity)
    {
        foreach (var same in registered.GroupBy(RegistrationConflicts.SubjectOf, SubjectComparer.Instance))
        {
            // In the order in which they are registered: of handlers the last takes the others' place, of cleaners the first keeps its name.
            List<CapabilityMethod> inOrder = same.OrderBy(TypeOf, StringComparer.Ordinal).ThenBy(static mark => mark.Method.Name, StringComparer.Ordinal).ToList();
            bool isCleaner = same.Key.Capability == Capability.Clean;
            CapabilityMethod winner = isCleaner ? inOrder[0] : inOrder[inOrder.Count - 1];
            foreach (CapabilityMethod loser in inOrder)
            {
                if (loser != winner)
                    context.ReportDiagnostic(DiagnosticOf(loser, winner, severity));
            }
        }
    }

    private static Diagnostic DiagnosticOf(CapabilityMethod loser, CapabilityMethod winner, DiagnosticSeverity severity)
    {
        object[] arguments = MessageLength.Fit(s_rule, limit => new object[]
        {
            loser.AttributeName,
            ResourceWords.Shorten(NameOf(loser.Method), limit),
            ResourceWords.Shorten(NameOf(winner.Method), limit),
            loser.Capability == Capability.Clean ? "has the same name; set another Name" : "is for the same resource type and class; keep one",
        });
        return Diagnostic.Create(
            s_rule, loser.Method.Locations[0], severity, additionalLocations: winner.Method.Locations.Take(1), properties: null, arguments);
    }

    private static string NameOf(IMethodSymbol method) => method.ContainingType.Name + "." + method.Name;

    // As the generator sorts: what is static by its class, the resource's own methods before.
    private static string TypeOf(CapabilityMethod mark) =>
        mark.Method.IsStatic ? mark.Method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : "";

    private sealed class SubjectComparer : IEqualityComparer<(Capability Capability, string Key, ISymbol? Resource)>
    {
        public static SubjectComparer Instance { get; } = new();

        public bool Equals((Capability Capability, string Key, ISymbol? Resource) x, (Capability Capability, string Key, ISymbol? Resource) y) =>
            x.Capability == y.Capability && x.Key == y.Key && SymbolEqualityComparer.Default.Equals(x.Resource, y.Resource);

        public int GetHashCode((Capability Capability, string Key, ISymbol? Resource) subject) => StringComparer.Ordinal.GetHashCode(subject.Key);
    }
}
