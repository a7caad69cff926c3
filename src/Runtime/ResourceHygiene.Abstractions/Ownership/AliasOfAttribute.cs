namespace ResourceHygiene;

/// <summary>
/// The result is another face of the resource passed in the named parameter: releasing either releases both, as with
/// a <c>StreamReader</c> around a stream. Put it on a wrapper's constructor, on a method, or on a return value.
/// </summary>
/// <remarks>Read by analyzers from metadata, in every project that references the annotated assembly.</remarks>
[AttributeUsage(AttributeTargets.Constructor | AttributeTargets.Method | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class AliasOfAttribute : Attribute
{
    /// <summary>States which parameter the result is an alias of.</summary>
    /// <param name="parameterName">The parameter's name; use <c>nameof</c>. <c>"this"</c> for a fluent method's receiver.</param>
    public AliasOfAttribute(string parameterName) => ParameterName = parameterName;

    /// <summary>Name of the parameter whose resource the result stands for.</summary>
    public string ParameterName { get; }
}
