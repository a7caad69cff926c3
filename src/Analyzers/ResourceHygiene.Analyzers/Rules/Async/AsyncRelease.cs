using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>
/// Whether DisposeAsync of a value does anything that Dispose would block for. Of the BCL what flushes, closes a
/// connection or rolls back; of types in source what their body shows; of other libraries what declares its own.
/// </summary>
internal static class AsyncRelease
{
    // Of Stream and TextWriter themselves nothing is known; what reads has nothing to flush; Timer and
    // CancellationTokenRegistration wait for a callback, which 'using' does not ask for.
    private static readonly string[] s_writing = { "StreamWriter", "BufferedStream", "Utf8JsonWriter", "DbTransaction", "DbConnection", "DbDataReader", "DbDataSource" };
    private static readonly string[] s_compressing = { "GZipStream", "DeflateStream", "BrotliStream", "ZLibStream", "CryptoStream" };
    private static readonly string[] s_writingOpens = { "Create", "OpenWrite", "CreateText", "AppendText" };
    private static readonly string[] s_writingModes = { "Create", "CreateNew", "Append", "Truncate", "OpenOrCreate" };

    /// <param name="type">The type, as nearly as it is known.</param>
    /// <param name="made">The expression that the value came from, or null.</param>
    /// <param name="file">The file.</param>
    public static bool DoesWork(ITypeSymbol? type, ExpressionSyntax? made, AsyncFile file)
    {
        if (file.TraitsOf(type) is not { HasDispose: true, HasDisposeAsync: true, IsHarmless: false } || type is not INamedTypeSymbol || IsIntoMemory(made, file))
            return false;
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            // A provider that does not override DisposeAsync has that of its abstract base, which wraps Dispose.
            if (IsOfFramework(current))
                return DoesFrameworkWork(current, made) && (SymbolEqualityComparer.Default.Equals(current, type) || !current.IsAbstract);
            // What reads has nothing to flush; of a body that cannot be seen, that is what the name says.
            if (OwnDisposeAsync(current) is { } method)
                return method.DeclaringSyntaxReferences.IsEmpty ? !type.Name.EndsWith("Reader", StringComparison.Ordinal) : Waits(method, file.Cancellation);
        }

        return false;
    }

    // new Utf8JsonWriter(memory): flushing copies a few bytes.
    private static bool IsIntoMemory(ExpressionSyntax? made, AsyncFile file) =>
        made is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } target }, ..] } && file.TypeOf(target) is { } type
        && (type.Name == "MemoryStream" || type.Name == "IBufferWriter" || type.AllInterfaces.Any(static implemented => implemented.Name == "IBufferWriter"));

    private static bool DoesFrameworkWork(ITypeSymbol type, ExpressionSyntax? made) => type.Name switch
    {
        "FileStream" => made is not null && OpensForWriting(made),
        "ZipArchive" => made is not null && made.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static access => access.ToString() is "ZipArchiveMode.Create" or "ZipArchiveMode.Update"),
        "ServiceProvider" or "AsyncServiceScope" => true,
        _ => s_writing.Contains(type.Name, StringComparer.Ordinal)
            || (s_compressing.Contains(type.Name, StringComparer.Ordinal) && made is not null
                && made.DescendantNodes().Any(static node => node is IdentifierNameSyntax { Identifier.ValueText: "Compress" or "Write" or "CompressionLevel" })),
    };

    private static bool OpensForWriting(ExpressionSyntax made) => made switch
    {
        InvocationExpressionSyntax call when s_writingOpens.Contains(Functions.RightmostName(call), StringComparer.Ordinal) => true,
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => made.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static access =>
            (Functions.RightmostName(access.Expression) == "FileMode" && s_writingModes.Contains(access.Name.Identifier.ValueText, StringComparer.Ordinal))
            || (Functions.RightmostName(access.Expression) == "FileAccess" && access.Name.Identifier.ValueText != "Read"))
            && !made.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(static access => access.ToString() == "FileAccess.Read"),
        _ => false,
    };

    private static IMethodSymbol? OwnDisposeAsync(ITypeSymbol type) => type.GetMembers().OfType<IMethodSymbol>()
        .FirstOrDefault(static method => method is { IsStatic: false, Parameters.IsEmpty: true, IsAbstract: false } && method.Name is "DisposeAsync" or "DisposeAsyncCore" or "System.IAsyncDisposable.DisposeAsync");

    // public ValueTask DisposeAsync() { Dispose(); return default; }
    private static bool Waits(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).DescendantNodes().Any(static node =>
            node is AwaitExpressionSyntax || (node is InvocationExpressionSyntax call && Functions.RightmostName(call) is { } name && name.EndsWith("Async", StringComparison.Ordinal) && name is not ("DisposeAsync" or "DisposeAsyncCore"))));

    private static bool IsOfFramework(ITypeSymbol type) =>
        type.DeclaringSyntaxReferences.IsEmpty && type.ContainingNamespace is { } space && (RootOf(space).Name == "System" || space.ToDisplayString() == "Microsoft.Extensions.DependencyInjection");

    private static INamespaceSymbol RootOf(INamespaceSymbol space)
    {
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer)
            space = outer;
        return space;
    }
}
