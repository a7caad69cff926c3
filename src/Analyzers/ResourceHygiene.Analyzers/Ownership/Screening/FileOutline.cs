using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership.Screening;

/// <summary>
/// What screening needs to know about the methods that a file declares, by their names. Read from the syntax alone, and
/// so once for each version of a file: a keystroke reads one file.
/// </summary>
internal sealed class FileOutline
{
    /// <summary>The name under which constructors go.</summary>
    public const string Constructor = "#ctor";

    /// <summary>The name of the method by which a handler of interpolated strings takes the holes.</summary>
    public const string Interpolation = "AppendFormatted";

    private static readonly ConditionalWeakTable<SyntaxTree, FileOutline> s_known = new();

    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "Close", "CloseAsync" };

    /// <summary>Names of the attributes by which a member says that it gives something to be released, or releases something.</summary>
    public static readonly string[] Annotations =
    {
        Simple(WellKnownNames.OwnedAttribute), Simple(WellKnownNames.ReleasesAttribute), Simple(WellKnownNames.MustReleaseAttribute),
        Simple(JetBrainsAttributeNames.MustDisposeResource), Simple(JetBrainsAttributeNames.HandlesResourceDisposal),
    };

    private FileOutline(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            switch (node)
            {
                case MethodDeclarationSyntax method:
                    if (method.Body is null && method.ExpressionBody is null && EntryPointOf(method) is { } entryPoint)
                        Imports.Add((method.Identifier.ValueText, entryPoint));
                    Read(method, method.Identifier.ValueText, method.ReturnType, method.ParameterList);
                    break;
                case LocalFunctionStatementSyntax function:
                    HasAnnotatedFunction |= function.AttributeLists.Count > 0;
                    Read(function, function.Identifier.ValueText, function.ReturnType, function.ParameterList);
                    break;
                case ConstructorDeclarationSyntax constructor:
                    ReadReleases(constructor, Constructor, constructor.ParameterList);
                    break;
                case PropertyDeclarationSyntax property when MayHold(property.Type) && MadeByReading.Declares(property):
                    Properties.Add(property);
                    break;
                case WithExpressionSyntax:
                    HasWith = true;
                    break;
                case AttributeSyntax attribute when IsAnnotation(attribute.Name):
                    ReadAnnotation(attribute);
                    break;
                case UsingDirectiveSyntax { Alias: not null, Name: { } target } when IsAnnotation(target):
                    DefiesScreening = true;
                    break;
                case UsingDirectiveSyntax directive:
                    HasUsingStatic |= directive.StaticKeyword.RawKind != 0;
                    HasGlobalUsingStatic |= directive.StaticKeyword.RawKind != 0 && directive.GlobalKeyword.RawKind != 0;
                    if (directive.Alias is { } alias)
                        Aliases.Add(alias.Name.Identifier.ValueText);
                    break;
                case TypeParameterSyntax parameter:
                    TypeParameters.Add(parameter.Identifier.ValueText);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Methods whose result, or an out parameter, may be something that has to be released.</summary>
    public List<Giver> Givers { get; } = new();

    /// <summary>Methods that may put something into a collection that they are given.</summary>
    public List<(string Name, AskedDeclaration Declaration)> Fillers { get; } = new();

    /// <summary>Properties whose getters may make something that has to be released.</summary>
    public List<PropertyDeclarationSyntax> Properties { get; } = new();

    /// <summary>Methods that import native functions, with the names of these.</summary>
    public List<(string Name, string EntryPoint)> Imports { get; } = new();

    /// <summary>Names of methods that say that they give or release something, and those in <c>[MustRelease]</c>.</summary>
    public List<string> Stated { get; } = new();

    /// <summary>Names of methods without parameters that may release their object.</summary>
    public List<string> Releasers { get; } = new();

    /// <summary>Methods that may release what they are given, or pass it on; how, is read only when somebody asks.</summary>
    public List<(string Name, ParameterFlow Flow)> Takers { get; } = new();

    /// <summary>Names that <c>using</c> directives give to types.</summary>
    public List<string> Aliases { get; } = new();

    /// <summary>Names of type parameters.</summary>
    public HashSet<string> TypeParameters { get; } = new(StringComparer.Ordinal);

    /// <summary>Methods of other types can be called here without naming the type.</summary>
    public bool HasUsingStatic { get; }

    /// <summary>The file lets methods of other types be called in every file without naming the type.</summary>
    public bool HasGlobalUsingStatic { get; }

    /// <summary>The file uses <c>with</c>.</summary>
    public bool HasWith { get; }

    /// <summary>A local function in the file carries attributes.</summary>
    public bool HasAnnotatedFunction { get; }

    /// <summary>The file hides from names what has to be seen: an annotation under another name, or on a delegate.</summary>
    public bool DefiesScreening { get; private set; }

    public static FileOutline Of(SyntaxTree tree, CancellationToken cancellation) =>
        s_known.TryGetValue(tree, out FileOutline? known) ? known : s_known.GetValue(tree, tree => new FileOutline(tree.GetRoot(cancellation)));

    /// <summary>The name of what is called; null where it has none, as with the result of another call.</summary>
    public static string? CalledName(InvocationExpressionSyntax call) => NameOf(Called(call));

    /// <summary>What is called, without the parentheses around it.</summary>
    public static ExpressionSyntax Called(InvocationExpressionSyntax call)
    {
        ExpressionSyntax called = call.Expression;
        while (called is ParenthesizedExpressionSyntax parenthesized)
            called = parenthesized.Expression;
        return called;
    }

    /// <inheritdoc cref="CalledName"/>
    public static string? NameOf(ExpressionSyntax called) => called switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        _ => null,
    };

    public static bool IsReleaseName(string name) => Array.IndexOf(s_releaseNames, name) >= 0;

    private void Read(SyntaxNode declaration, string name, TypeSyntax result, ParameterListSyntax parameters)
    {
        if (MayHold(result) || result is ArrayTypeSyntax or PointerTypeSyntax or TupleTypeSyntax || parameters.Parameters.Any(static parameter => parameter.Modifiers.Any(SyntaxKind.OutKeyword)))
            Givers.Add(new Giver(name, declaration));
        if (parameters.Parameters.Any(parameter => IsFilled(parameter, declaration)))
            Fillers.Add((name, new AskedDeclaration(declaration)));
        ReadReleases(declaration, name, parameters);
    }

    private void ReadReleases(SyntaxNode declaration, string name, ParameterListSyntax parameters)
    {
        // What an extension block extends is no parameter of its methods: too rare to be followed.
        if (declaration.Parent is TypeDeclarationSyntax { Identifier.RawKind: 0 })
        {
            Stated.Add(name);
            return;
        }

        if (parameters.Parameters.Count == 0)
        {
            // void Shutdown() { …; Dispose(); }
            if (declaration.DescendantNodes().Any(static node => node is InvocationExpressionSyntax call && CalledName(call) is { } called && IsReleaseName(called)))
                Releasers.Add(name);
            return;
        }

        if (parameters.Parameters.Any(static parameter => ParameterFlow.MayHold(parameter)))
            Takers.Add((name, new ParameterFlow(declaration, parameters)));
    }

    // list.Add(…), array[i] = …, or whatever a method does that it is passed on to.
    private static bool IsFilled(ParameterSyntax parameter, SyntaxNode declaration) =>
        parameter.Type is ArrayTypeSyntax or GenericNameSyntax or QualifiedNameSyntax { Right: GenericNameSyntax } or NullableTypeSyntax { ElementType: ArrayTypeSyntax or GenericNameSyntax }
        && declaration.DescendantNodes().Any(node => node is IdentifierNameSyntax name && name.Identifier.ValueText == parameter.Identifier.ValueText && name.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access => access.Expression == name && CollectionTypes.IsAdding(access.Name.Identifier.ValueText),
            ElementAccessExpressionSyntax { Parent: AssignmentExpressionSyntax } => true,
            ArgumentSyntax => true,
            _ => false,
        });

    // [DllImport("c", EntryPoint = "malloc")]
    private static string? EntryPointOf(MethodDeclarationSyntax method)
    {
        foreach (AttributeSyntax attribute in method.AttributeLists.SelectMany(static list => list.Attributes))
        {
            if (SimpleName(attribute.Name) is not ("DllImport" or "DllImportAttribute" or "LibraryImport" or "LibraryImportAttribute"))
                continue;
            AttributeArgumentSyntax? named = attribute.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "EntryPoint");
            return named is null ? method.Identifier.ValueText : (named.Expression as LiteralExpressionSyntax)?.Token.ValueText ?? "";
        }

        return null;
    }

    private void ReadAnnotation(AttributeSyntax attribute)
    {
        // [MustRelease("Free")], [MustRelease(nameof(Free))]
        foreach (AttributeArgumentSyntax argument in attribute.ArgumentList?.Arguments ?? default)
        {
            // The name of a family is none of a method.
            if (argument.NameEquals?.Name.Identifier.ValueText == "Family")
                continue;
            if (argument.Expression is LiteralExpressionSyntax literal)
                Stated.Add(literal.Token.ValueText);
            else if (argument.Expression is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } named } && NameOf(named[0].Expression) is { } name)
                Stated.Add(name);
            else
                DefiesScreening = true;
        }

        switch (attribute.FirstAncestorOrSelf<SyntaxNode>(static node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax))
        {
            case MethodDeclarationSyntax method:
                Stated.Add(method.Identifier.ValueText);
                break;
            case LocalFunctionStatementSyntax function:
                Stated.Add(function.Identifier.ValueText);
                break;
            // On a type: perhaps on a parameter of its primary constructor.
            case ConstructorDeclarationSyntax or TypeDeclarationSyntax:
                Stated.Add(Constructor);
                break;
            case DelegateDeclarationSyntax or AnonymousFunctionExpressionSyntax:
                DefiesScreening = true;
                break;
            default:
                break;
        }
    }

    // What cannot be a resource by its looks. Arrays and pointers are released by methods with names of their own.
    public static bool MayHold(TypeSyntax type) => type is not (PredefinedTypeSyntax or ArrayTypeSyntax or TupleTypeSyntax or PointerTypeSyntax);

    private static bool IsAnnotation(NameSyntax name)
    {
        string simple = SimpleName(name);
        return Array.IndexOf(Annotations, simple) >= 0 || Array.IndexOf(Annotations, simple + "Attribute") >= 0;
    }

    private static string SimpleName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax own => own.Identifier.ValueText,
        _ => "",
    };

    private static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
