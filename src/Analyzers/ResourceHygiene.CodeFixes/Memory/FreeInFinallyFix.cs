using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.CodeFixes.Rewriting;
using ResourceHygiene.Shared;

namespace ResourceHygiene.CodeFixes.Memory;

/// <summary>RH4001, RH4003, RH4004, RH4007: puts the rest of the block into a <c>try</c> whose <c>finally</c> frees, returns to the pool or deletes what a local holds.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FreeInFinallyFix))]
[Shared]
public sealed class FreeInFinallyFix : HygieneFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NativeNotFreed, RuleIds.PinNotFreed, RuleIds.RentedNotReturned, RuleIds.TempNotDeleted);

    private protected override IEnumerable<ProposedFix> Propose(FixTarget target)
    {
        if (target.ReleaseWith is not { } format || target.Place is not { } place || target.Kind is not ("NeverReleased" or "NotReleasedOnSomePath" or "LeaksIfThrows" or "HeldAcrossYield")
            || target.IsHandedOn == true || AcquisitionOf(target, place) is not { } acquisition || StatementLists.ListOf(acquisition) is not { } scope)
        {
            yield break;
        }

        List<IdentifierNameSyntax> mentions = scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == place).ToList();
        List<StatementSyntax> releases = mentions.Select(name => ReleaseAround(name, place, target.ReleasedBy)).OfType<StatementSyntax>().Distinct().ToList();
        bool mayChange = mentions.Any(name => UseClassifier.IsWrite(name) || name.Parent is PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression });
        if (mayChange || mentions.Exists(name => KeepsAddress(name, scope, target.Model)) || releases.Count < Calls(scope, place, target.ReleasedBy) || !releases.All(release => StatementRemoval.IsPossible(release) && Jumps.IsLastIn(release, scope)))
            yield break;

        string title = target.Diagnostic.Id switch { RuleIds.RentedNotReturned => "Return in 'finally'", RuleIds.TempNotDeleted => "Delete in 'finally'", _ => "Free in 'finally'" };
        foreach (ExpressionSyntax call in RawRelease.On(SyntaxFactory.IdentifierName(place), format))
            yield return new ProposedFix(title, Guard(target.Root, acquisition, releases, SyntaxFactory.ExpressionStatement(call)));
    }

    // T x = Acquire(); or Check(Acquire(out var x));
    private static StatementSyntax? AcquisitionOf(FixTarget target, string place) => target.Node.FirstAncestorOrSelf<StatementSyntax>() switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables: [{ Initializer: { } initializer } variable] } declaration
            when initializer.Span.Contains(target.Node.Span) && variable.Identifier.ValueText == place && IsItself(target.Node, initializer) => declaration,
        ExpressionStatementSyntax statement when target.Node.FirstAncestorOrSelf<ArgumentSyntax>() is
            { Expression: DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax declared } } && declared.Identifier.ValueText == place => statement,
        _ => null,
    };

    // The variable holds what is acquired, always: no choice between that and something else.
    private static bool IsItself(SyntaxNode acquired, EqualsValueClauseSyntax initializer)
    {
        SyntaxNode node = acquired;
        while (node.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax)
            node = node.Parent;
        return node.Parent == initializer;
    }

    // return pin.AddrOfPinnedObject(): whoever has the address needs the pin. Only what is plainly over with a statement keeps none.
    private static bool KeepsAddress(IdentifierNameSyntax pin, SyntaxNode scope, SemanticModel model) =>
        pin.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddrOfPinnedObject", Parent: InvocationExpressionSyntax address } && !IsLent(address, scope, model, mayBeVariable: true);

    private static bool IsLent(ExpressionSyntax address, SyntaxNode scope, SemanticModel model, bool mayBeVariable)
    {
        SyntaxNode value = address;
        while (value.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression }
            || value.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToPointer" or "ToInt64" or "ToInt32", Parent: InvocationExpressionSyntax })
        {
            value = value.Parent is MemberAccessExpressionSyntax ? value.Parent.Parent! : value.Parent;
        }

        return value.Parent switch
        {
            ExpressionStatementSyntax => true,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PointerIndirectionExpression } content => !IsAddressTaken(content),
            ElementAccessExpressionSyntax access => access.Expression == value && !IsAddressTaken(access),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
            ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } argument => Borrows(call, argument, model),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } variable } => mayBeVariable
                && scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == variable.Identifier.ValueText)
                    .All(name => !name.Ancestors().TakeWhile(node => node != scope).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) && IsLent(name, scope, model, mayBeVariable: false)),
            _ => false,
        };
    }

    private static bool IsAddressTaken(ExpressionSyntax content) =>
        content.Ancestors().TakeWhile(static node => node is ExpressionSyntax).Any(static node => node.IsKind(SyntaxKind.AddressOfExpression) || node is RefExpressionSyntax);

    // An import that returns no address, and what reads or writes memory. What else a call does with an address, nothing here tells.
    private static bool Borrows(InvocationExpressionSyntax call, ArgumentSyntax address, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return false;
        if (method.IsExtern || method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name is "DllImportAttribute" or "LibraryImportAttribute"))
            return method.ReturnType is { TypeKind: TypeKind.Enum } or { SpecialType: not (SpecialType.None or SpecialType.System_IntPtr or SpecialType.System_UIntPtr) };
        return method.ContainingType?.ToDisplayString() switch
        {
            // Marshal.WriteIntPtr(native, 8, address): it is where others find it.
            "System.Runtime.InteropServices.Marshal" => method.Name is "Copy" or "PtrToStructure" or "StructureToPtr" || method.Name.StartsWith("Read", StringComparison.Ordinal)
                || (method.Name.StartsWith("Write", StringComparison.Ordinal) && call.ArgumentList.Arguments[0] == address),
            "System.Buffer" => method.Name == "MemoryCopy",
            "System.Console" => true,
            _ => false,
        };
    }

    private static int Calls(SyntaxNode scope, string place, IReadOnlyList<string> names) =>
        scope.DescendantNodes().OfType<InvocationExpressionSyntax>().Count(call => RawRelease.Releases(call, place, names));

    private static ExpressionStatementSyntax? ReleaseAround(IdentifierNameSyntax name, string place, IReadOnlyList<string> names) =>
        name.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => RawRelease.Releases(call, place, names)) is { Parent: ExpressionStatementSyntax statement }
            ? statement
            : null;

    private static SyntaxNode Guard(SyntaxNode root, StatementSyntax acquisition, List<StatementSyntax> releases, StatementSyntax releasing)
    {
        root = root.TrackNodes(releases.Append(acquisition));
        root = releases.Aggregate(root, StatementRemoval.RemoveTracked);
        StatementSyntax start = root.GetCurrentNode(acquisition)!;
        List<StatementSyntax> rest = StatementLists.After(start).ToList();
        if (start.Parent is SwitchSectionSyntax && rest.LastOrDefault() is { } last && Jumps.IsJump(last) && Jumps.IsQuiet(last))
            rest.RemoveAt(rest.Count - 1);
        return rest.Count == 0
            ? StatementEdits.InsertAfter(root, start, releasing)
            : StatementEdits.Wrap(root, StatementLists.ListOf(start)!, rest, block => SyntaxFactory.TryStatement(
                block, catches: default, SyntaxFactory.FinallyClause(SyntaxFactory.Block(releasing))));
    }
}
