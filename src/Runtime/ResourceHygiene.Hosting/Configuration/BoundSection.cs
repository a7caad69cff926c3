using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ResourceHygiene.Hosting.Configuration;

/// <summary>A configuration section from which the options are read, at the start and again when it changes.</summary>
internal sealed class BoundSection : IConfigureOptions<ResourceHygieneOptions>
{
    private readonly IConfiguration _section;
    private readonly string _path;

    public BoundSection(IConfiguration configuration)
    {
        // The root holds the settings of others too: ours lie in a section of it.
        _section = configuration is IConfigurationRoot root ? root.GetSection(ResourceHygieneOptions.SectionName) : configuration;
        _path = (_section as IConfigurationSection)?.Path ?? ResourceHygieneOptions.SectionName;
    }

    public IChangeToken Changed() => _section.GetReloadToken();

    public void Configure(ResourceHygieneOptions options)
    {
        var reader = new SectionReader(_section, _path, options.ConfigurationErrors);
        OptionsReader.Read(reader, options);
        reader.Close();
    }
}
