using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// What a class was given and does not end: a constructor put a parameter there, nothing puts anything else there, and nothing in the
/// class or its bases disposes, closes or stops it. That was there before the object, and is there after it. By names, as they stand in the text.
/// </summary>
internal static class InjectedMembers
{
    // The names of calls that end what they are called on, or what they are given.
    private static readonly string[] s_ends = { "Stop", "Disconnect", "Destroy", "Release", "Shutdown", "Kill", "Abort", "Cancel", "Terminate", "OnCompleted" };

    // SafeDispose, TryClose
    private static readonly string[] s_endsAnywhere = { "Dispose", "Close" };

    /// <summary>True for a field or property that holds what a constructor got, and that nothing here ends.</summary>
    public static bool IsGivenAndLeft(string member, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var given = new HashSet<string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in NodesOf(type, cancellation))
        {
            switch (node)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment when NameOfOwn(assignment.Left) == member:
                    if (ParameterIn(assignment) is not { } parameter)
                        return false;
                    given.Add(parameter);
                    break;
                case VariableDeclaratorSyntax { Initializer.Value: { } initial, Parent.Parent: FieldDeclarationSyntax } field when field.Identifier.ValueText == member && !IsNothing(initial):
                case PropertyDeclarationSyntax { Initializer.Value: { } value } property when property.Identifier.ValueText == member && !IsNothing(value):
                    return false;
                default:
                    break;
            }
        }

        return given.Count > 0 && given.All(parameter => IsLeft(parameter, type, cancellation));
    }

    /// <summary>True for a field or property that holds what the class got or looked up, made none of, and does not end.</summary>
    public static bool IsFoundAndLeft(string member, INamedTypeSymbol type, CancellationToken cancellation) => new LookUps(type, cancellation).IsFoundAndLeft(member);

    /// <summary>True for a parameter of a constructor that nothing here ends, neither it nor the member that it is kept in.</summary>
    public static bool IsLeft(IParameterSymbol given, INamedTypeSymbol type, CancellationToken cancellation) => IsLeft(given.Name, type, cancellation);

    /// <summary>All that is written in a class and in its bases.</summary>
    public static IEnumerable<SyntaxNode> NodesOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            foreach (SyntaxNode node in current.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax(cancellation).DescendantNodes()))
                yield return node;
        }
    }

    private static bool IsLeft(string given, INamedTypeSymbol type, CancellationToken cancellation) =>
        !IsEnded(given, type, cancellation)
        && !NodesOf(type, cancellation).OfType<AssignmentExpressionSyntax>().Any(assignment => MayHold(assignment, given)
            && (NameOfOwn(assignment.Left) is not { } kept || Replaces(assignment, given) || IsEnded(kept, type, cancellation)));

    // In a constructor: _source = source; _source = source ?? new Source(); source ??= new Source();
    private static bool MayHold(AssignmentExpressionSyntax assignment, string parameter)
    {
        if (assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not { } constructor || !constructor.ParameterList.Parameters.Any(declared => declared.Identifier.ValueText == parameter))
            return false;
        ExpressionSyntax value = assignment.Right is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Left: var first } ? first : assignment.Right;
        return (value is IdentifierNameSyntax name && name.Identifier.ValueText == parameter && !IsCheck(assignment, parameter)) || Replaces(assignment, parameter);
    }

    public static bool IsNothing(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => IsNothing(sure.Operand),
        _ => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression) || value is DefaultExpressionSyntax,
    };

    // _source = source; _source = source ?? throw new ArgumentNullException(nameof(source));
    private static string? ParameterIn(AssignmentExpressionSyntax assignment)
    {
        if (!assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
            return null;
        ExpressionSyntax value = Checked(assignment.Right);
        return value is IdentifierNameSyntax { Identifier.ValueText: var name } && assignment.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is { } constructor
            && constructor.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name) && !IsReplaced(name, constructor) ? name : null;
    }

    public static ExpressionSyntax Checked(ExpressionSyntax value) =>
        value is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: ThrowExpressionSyntax } checkedFirst ? checkedFirst.Left : value;

    public static bool IsReplaced(string parameter, MemberDeclarationSyntax member) =>
        member.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => Replaces(assignment, parameter));

    // source ??= new Source();
    private static bool Replaces(AssignmentExpressionSyntax assignment, string parameter) =>
        assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == parameter && !IsCheck(assignment, parameter);

    // source = source ?? throw new ArgumentNullException(nameof(source));
    private static bool IsCheck(AssignmentExpressionSyntax assignment, string parameter) =>
        assignment.Left is IdentifierNameSyntax left && left.Identifier.ValueText == parameter && Checked(assignment.Right) is IdentifierNameSyntax same && same.Identifier.ValueText == parameter;

    // _source.Dispose(), _source?.Close(), using (_source), Safe.Dispose(_source), Release(ref _source), _all.Add(_source), and what is made
    // of it and ends here: _reader = new StreamReader(_source)
    public static bool IsEnded(string name, INamedTypeSymbol type, CancellationToken cancellation, bool isMadeOfIt = false) =>
        MentionsOf(name, type, cancellation).Any(mention => EndsIt(mention)
            || (!isMadeOfIt && MadeOf(mention) is { } made && IsEnded(made, type, cancellation, isMadeOfIt: true)));

    private static IEnumerable<ExpressionSyntax> MentionsOf(string name, INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (IdentifierNameSyntax mention in NodesOf(type, cancellation).OfType<IdentifierNameSyntax>().Where(mention => mention.Identifier.ValueText == name))
        {
            ExpressionSyntax value = mention.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : mention;
            while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax || (value.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } cast && cast.Left == value))
                value = (ExpressionSyntax)value.Parent!;
            yield return value;
        }
    }

    private static bool EndsIt(ExpressionSyntax value) => value.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } call when call.Expression == value => IsEnd(call.Name.Identifier.ValueText),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax guarded } => IsEnd(NameOfCalled(guarded)),
        UsingStatementSyntax or EqualsValueClauseSyntax => true,
        IsPatternExpressionSyntax { Pattern: DeclarationPatternSyntax or RecursivePatternSyntax } => true,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => NameOfCalled(call) is { } called && (IsEnd(called) || IsAddition(called)),
        // Whoever ends what all of these hold ends it.
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax } put => put.Right == value,
        InitializerExpressionSyntax or ExpressionElementSyntax => true,
        _ => false,
    };

    // The own member, or the local of a using declaration, that an object made of a value is put into.
    private static string? MadeOf(ExpressionSyntax value)
    {
        if (value.Parent is not ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax creation })
            return null;
        while (creation.Parent is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax around })
            creation = around;
        return creation.Parent switch
        {
            AssignmentExpressionSyntax assignment => NameOfOwn(assignment.Left),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => declarator.Identifier.ValueText,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => property.Identifier.ValueText,
            _ => null,
        };
    }

    public static string? NameOfCalled(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => null,
    };

    // CloseAsync, but not Closest.
    private static bool IsEnd(string? name) => name is not null
        && (Array.Exists(s_ends, end => name.StartsWith(end, StringComparison.Ordinal)) || name.StartsWith("AddTo", StringComparison.Ordinal)
            || Array.Exists(s_endsAnywhere, end => name.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at && (at + end.Length == name.Length || !char.IsLower(name[at + end.Length]))));

    private static bool IsAddition(string name) => name is "Add" or "TryAdd" or "AddRange" or "Insert" or "Push" or "Enqueue";

    public static string? NameOfOwn(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
        _ => null,
    };
}
