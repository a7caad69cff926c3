using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>
/// RH8019: methods of different types that are registered for the same, of which one is never called. Within one type it is
/// RH8011 or RH8012.
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
        RuleIds.HelpLink(RuleIds.RegisteredElsewhereToo));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, s_rule);
        Compilation compilation = start.Compilation;
        // Most projects register nothing, and never ask.
        var registered = new Lazy<Registered>(() => Registered.In(compilation), LazyThreadSafetyMode.PublicationOnly);
        MethodActions.Register(start, (method, report, _) => Analyze(method, registered, severity, report));
    }

    private static void Analyze(IMethodSymbol method, Lazy<Registered> registered, DiagnosticSeverity severity, Action<Diagnostic> report)
    {
        foreach (CapabilityMethod mark in CapabilityMethod.ReadAll(method))
        {
            if (CanBeRegistered(mark) && registered.Value.WinnerOver(mark) is { } winner)
                report(DiagnosticOf(mark, winner, severity));
        }
    }

    private static bool CanBeRegistered(CapabilityMethod mark) => mark.IsRegistered && RegistrationValidation.Validate(mark) is null;

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

    /// <summary>What a compilation registers, by what it is for.</summary>
    private sealed class Registered
    {
        private readonly Dictionary<(Capability Capability, string Key, ISymbol? Resource), List<CapabilityMethod>> _bySubject = new(SubjectComparer.Instance);

        public static Registered In(Compilation compilation)
        {
            var registered = new Registered();
            foreach (CapabilityMethod mark in MarkedMethods.Of(compilation).SelectMany(static method => CapabilityMethod.ReadAll(method)).Where(CanBeRegistered))
            {
                var subject = RegistrationConflicts.SubjectOf(mark);
                if (!registered._bySubject.TryGetValue(subject, out List<CapabilityMethod>? same))
                    registered._bySubject.Add(subject, same = new List<CapabilityMethod>());
                same.Add(mark);
            }

            return registered;
        }

        /// <summary>Who takes a method's place; null where it keeps it.</summary>
        public CapabilityMethod? WinnerOver(CapabilityMethod mark)
        {
            if (!_bySubject.TryGetValue(RegistrationConflicts.SubjectOf(mark), out List<CapabilityMethod>? same))
                return null;

            // In the order in which they are registered: of handlers the last takes the others' place, of cleaners the first keeps its name.
            IEnumerable<CapabilityMethod> inOrder = same.Where(other => !IsSame(other, mark)).Append(mark)
                .OrderBy(TypeOf, StringComparer.Ordinal).ThenBy(static other => other.Method.Name, StringComparer.Ordinal);
            CapabilityMethod winner = mark.Capability == Capability.Clean ? inOrder.First() : inOrder.Last();
            return winner == mark ? null : winner;
        }

        private static bool IsSame(CapabilityMethod one, CapabilityMethod other) => SymbolEqualityComparer.Default.Equals(one.Method, other.Method);
    }

    private sealed class SubjectComparer : IEqualityComparer<(Capability Capability, string Key, ISymbol? Resource)>
    {
        public static SubjectComparer Instance { get; } = new();

        public bool Equals((Capability Capability, string Key, ISymbol? Resource) x, (Capability Capability, string Key, ISymbol? Resource) y) =>
            x.Capability == y.Capability && x.Key == y.Key && SymbolEqualityComparer.Default.Equals(x.Resource, y.Resource);

        public int GetHashCode((Capability Capability, string Key, ISymbol? Resource) subject) => StringComparer.Ordinal.GetHashCode(subject.Key);
    }
}
