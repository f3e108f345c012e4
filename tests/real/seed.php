<?php
// Installs one WordPress site and fills it as the JSON on standard input says. Run from the site's folder.
define('WP_INSTALLING', true);
$seed = json_decode(stream_get_contents(STDIN), true, 64, JSON_THROW_ON_ERROR);
require getcwd() . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install($seed['title'], 'editor', 'editor@press.example', true, '', 'no-secret-at-all');
switch_theme($seed['theme']);
update_option('timezone_string', $seed['timezone']);
wp_set_current_user(1);

function in_utc(string $at): array {
    return ['post_date_gmt' => $at, 'post_date' => get_date_from_gmt($at)];
}

function added(array $fields): int {
    $id = wp_insert_post($fields + ['post_author' => 1, 'post_status' => 'publish'], true);
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    return $id;
}

if ($seed['keeps_default_post']) {
    added(['ID' => 1, 'post_title' => get_post(1)->post_title, 'post_content' => get_post(1)->post_content,
        'edit_date' => true] + in_utc($seed['default_post_at']));
} else {
    wp_delete_post(1, true);
    wp_delete_post(2, true);
}
foreach ($seed['posts'] as $post) {
    $category = wp_create_category($post['category']);
    $id = added(['post_title' => $post['title'], 'post_content' => $post['text'], 'post_category' => [$category],
        'post_status' => $post['status']] + in_utc($post['at']));
    for ($i = 1; $i <= $post['comments']; $i++) {
        wp_insert_comment(['comment_post_ID' => $id, 'comment_author' => "Reader $i", 'comment_approved' => 1,
            'comment_content' => "I ride a Norrvind too, said reader $i.",
            'comment_date_gmt' => $post['at'], 'comment_date' => get_date_from_gmt($post['at'])]);
    }
}
$pages = [];
foreach ($seed['pages'] as $title) {
    $pages[$title] = added(['post_type' => 'page', 'post_title' => $title,
        'post_content' => '<p>We build and mend bicycles in a yard behind the station, and have done so for long.</p>']
        + in_utc($seed['default_post_at']));
}
if ($seed['front']) {
    update_option('show_on_front', 'page');
    update_option('page_on_front', $pages[$seed['front'][0]]);
    update_option('page_for_posts', $pages[$seed['front'][1]]);
}
if ($seed['footer_links']) {
    $menu = wp_create_nav_menu('Elsewhere');
    foreach ($seed['footer_links'] as $url) {
        wp_update_nav_menu_item($menu, 0, ['menu-item-title' => parse_url($url, PHP_URL_HOST),
            'menu-item-url' => $url, 'menu-item-status' => 'publish']);
    }
    set_theme_mod('nav_menu_locations', ['footer' => $menu]);
}
global $wp_rewrite;
$wp_rewrite->set_permalink_structure($seed['permalinks']);
$wp_rewrite->flush_rules(false);
echo "filled\n";
