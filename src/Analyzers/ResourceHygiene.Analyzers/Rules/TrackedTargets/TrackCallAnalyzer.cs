using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Configuration;
using ResourceHygiene.Shared;
using ResourceHygiene.Shared.TrackedTargets;

namespace ResourceHygiene.Analyzers.Rules.TrackedTargets;

/// <summary>RH8003: a constructor of a tracked class ends without registering the instance.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrackCallAnalyzer : HygieneAnalyzer
{
    private const string TrackMethod = "Track";

    private static readonly DiagnosticDescriptor s_rule = new(
        RuleIds.ConstructorDoesNotTrack,
        "Constructor of a tracked type does not call Track",
        "'{0}' is not registered by {1}: it is never let go under pressure and its leaks go unseen; {2}",
        RuleCategories.TrackedTargets,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: RuleIds.HelpLink(RuleIds.ConstructorDoesNotTrack));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(s_rule);

    private protected override void Register(CompilationStartAnalysisContext start, HygieneMode mode)
    {
        DiagnosticSeverity severity = SeverityPolicy.SeverityOf(mode, s_rule);
        start.RegisterSymbolAction(context => AnalyzeType(context, severity), SymbolKind.NamedType);
    }

    private static void AnalyzeType(SymbolAnalysisContext context, DiagnosticSeverity severity)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.FindAttribute(WellKnownNames.TrackedResourceAttribute) is null
            || TrackedTarget.Read(type, context.CancellationToken) is not { } target
            || !TargetValidation.Validate(target, context.CancellationToken).IsEmpty)
        {
            return;
        }

        var calls = new SelfCalls(type, TrackMethod, context.CancellationToken);
        foreach (IMethodSymbol constructor in type.InstanceConstructors)
        {
            if (IsCopyConstructor(constructor) || constructor.IsGeneratedByUs() || MakesDefaultValue(constructor))
                continue;

            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is ConstructorDeclarationSyntax syntax)
            {
                if (!Tracks(constructor, syntax, calls))
                    Report(context, severity, syntax.Identifier.GetLocation(), type, "this constructor", "end it with Track(...)");
            }
            else
            {
                // There is no body to call from.
                string who = constructor.IsImplicitlyDeclared ? "any constructor" : "its primary constructor";
                Report(context, severity, TypeValidation.LocationOf(target), type, who, "write one that ends with Track(...)");
            }
        }
    }

    private static bool Tracks(IMethodSymbol constructor, ConstructorDeclarationSyntax syntax, SelfCalls calls)
    {
        // The constructor that this one continues is looked at itself.
        if (syntax.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer))
            return true;

        if (calls.LeadsToCall(syntax, onAnyObject: false))
            return true;

        // A private constructor is called by the type's own factories; one of them may track what it built.
        return constructor.DeclaredAccessibility == Accessibility.Private
            && calls.StaticMethods.Any(factory => calls.LeadsToCall(factory, onAnyObject: true));
    }

    /// <summary>The default value of a struct owns nothing.</summary>
    private static bool MakesDefaultValue(IMethodSymbol constructor) =>
        constructor is { IsImplicitlyDeclared: true, Parameters.IsEmpty: true, ContainingType.TypeKind: TypeKind.Struct };

    private static bool IsCopyConstructor(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord
        && constructor.Parameters is [{ Type: var parameter }]
        && SymbolEqualityComparer.Default.Equals(parameter, constructor.ContainingType);

    private static void Report(
        SymbolAnalysisContext context, DiagnosticSeverity severity, Location location, INamedTypeSymbol type, string who, string remedy) =>
        context.ReportDiagnostic(Diagnostic.Create(s_rule, location, severity, additionalLocations: null, properties: null, type.Name, who, remedy));
}
